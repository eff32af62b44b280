// Masks on pictures of pages: drawn with mouse or finger, moved and resized with the keys. The numbers in the rows are what
// is sent; a rectangle is only their picture, so the page works the same without this module.

const SVG = "http://www.w3.org/2000/svg";
const KEYS = ["left", "top", "width", "height"];
/** Smaller ones (percent of the page) are a slip of the hand. */
const LEAST = 0.6;
/** How near the lower right corner a grip resizes instead of moving, in pixels. */
const CORNER = 18;
const STEP = 0.5;
/** How often a picture that waits its turn is asked for. */
const PICTURE_TRIES = 20;

for (const page of document.querySelectorAll("form[data-covers] [data-page]")) coverPage(page);
for (const place of document.querySelectorAll("[data-with-script]")) place.hidden = false;
for (const place of document.querySelectorAll("[data-without-script]")) place.hidden = true;

for (const image of document.querySelectorAll("img[data-patient]")) waitForPicture(image);

/** A picture that only waits its turn (503) is asked for again; any other that is missing stays missing. */
function waitForPicture(image) {
  const address = image.getAttribute("src");
  let left = PICTURE_TRIES;
  const again = async () => {
    if (left === 0) return;
    left -= 1;
    const reply = await fetch(address).catch(() => null);
    if (reply?.ok) image.src = `${address}?again=${left}`;
    else if (reply?.status === 503) setTimeout(again, 1000 * Number(reply.headers.get("retry-after") ?? 3));
  };
  image.addEventListener("error", again);
  if (image.complete && image.naturalWidth === 0) again();
}

function coverPage(page) {
  const boxes = page.querySelector("[data-boxes]");
  const rows = page.querySelector("[data-rows]");
  const number = page.dataset.page;
  boxes.classList.add("live");
  boxes.removeAttribute("aria-hidden");
  boxes.setAttribute("role", "group");
  boxes.setAttribute("aria-label", `${number}ページ目の四角`);
  for (const row of rows.children) offerRemoval(row);

  const draw = () => {
    const focused = [...boxes.children].indexOf(document.activeElement);
    boxes.replaceChildren(...[...rows.children].map((row, at) => rectangle(row, at)).filter(Boolean));
    if (focused >= 0) boxes.children[Math.min(focused, boxes.children.length - 1)]?.focus();
  };
  rows.addEventListener("input", draw);
  rows.addEventListener("cover-gone", draw);
  page.querySelector("[data-more]").addEventListener("click", (event) => {
    event.preventDefault();
    fields(freshRow(rows)).left.focus();
  });
  boxes.addEventListener("pointerdown", (event) => grip(event, boxes, rows));
  boxes.addEventListener("keydown", (event) => steer(event, rows));
  draw();
}

function fields(row) {
  return Object.fromEntries(KEYS.map((key) => [key, row.querySelector(`[name=${key}]`)]));
}

/** The numbers of a row, or null while they are not all there. */
function numbers(row) {
  const values = KEYS.map((key) => fields(row)[key].value.trim());
  if (values.some((text) => text === "" || Number.isNaN(Number(text)))) return null;
  return Object.fromEntries(KEYS.map((key, at) => [key, Number(values[at])]));
}

function write(row, box) {
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  const left = within(box.left, 100 - LEAST);
  const top = within(box.top, 100 - LEAST);
  const kept = { left, top, width: within(box.width, 100 - left), height: within(box.height, 100 - top) };
  for (const key of KEYS) fields(row)[key].value = String(Math.round(kept[key] * 10) / 10);
  row.dispatchEvent(new Event("input", { bubbles: true }));
}

function rectangle(row, at) {
  const box = numbers(row);
  if (!box) return null;
  const shape = document.createElementNS(SVG, "rect");
  for (const [attribute, value] of [["x", box.left], ["y", box.top], ["width", box.width], ["height", box.height]]) {
    shape.setAttribute(attribute, String(Math.max(value, 0)));
  }
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", "button");
  shape.setAttribute("aria-label", `四角${at + 1}。矢印キーで動かす、Shiftと矢印キーで大きさを変える、Deleteで消す`);
  shape.dataset.row = String(at);
  return shape;
}

/** The first empty row, or one more. */
function freshRow(rows) {
  const empty = [...rows.children].find((row) => KEYS.every((key) => fields(row)[key].value.trim() === ""));
  if (empty) return empty;
  const row = rows.lastElementChild.cloneNode(true);
  const no = rows.children.length + 1;
  row.querySelector(".cover-no").textContent = String(no);
  for (const key of KEYS) {
    const field = fields(row)[key];
    const id = field.id.replace(/\d+$/, String(no));
    row.querySelector(`label[for="${field.id}"]`).htmlFor = id;
    field.id = id;
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const error of row.querySelectorAll(".field-error")) error.remove();
  for (const wrong of row.querySelectorAll(".field-wrong")) wrong.classList.remove("field-wrong");
  row.querySelector("[data-gone]")?.remove();
  rows.append(row);
  offerRemoval(row);
  return row;
}

function offerRemoval(row) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-second";
  button.dataset.gone = "";
  button.textContent = "消す";
  const hidden = document.createElement("span");
  hidden.className = "visually-hidden";
  hidden.textContent = `：四角${row.querySelector(".cover-no").textContent}`;
  button.append(hidden);
  button.addEventListener("click", () => clear(row));
  row.append(button);
}

function clear(row) {
  for (const key of KEYS) fields(row)[key].value = "";
  row.dispatchEvent(new Event("cover-gone", { bubbles: true }));
}

/** A pointer on the page draws; on a rectangle it moves it, at its lower right corner it resizes it. */
function grip(event, boxes, rows) {
  if (event.button !== 0) return;
  event.preventDefault();
  const sheet = boxes.getBoundingClientRect();
  const place = (e) => ({ x: ((e.clientX - sheet.left) / sheet.width) * 100, y: ((e.clientY - sheet.top) / sheet.height) * 100 });
  const from = place(event);
  const held = event.target.closest("rect");
  const row = held ? rows.children[Number(held.dataset.row)] : freshRow(rows);
  const before = held ? numbers(row) : { left: from.x, top: from.y, width: 0, height: 0 };
  const shape = held?.getBoundingClientRect();
  const resizes = shape && shape.right - event.clientX < CORNER && shape.bottom - event.clientY < CORNER;
  const box = (to) => {
    if (!held) {
      return { left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
    }
    if (resizes) return { ...before, width: Math.max(before.width + to.x - from.x, LEAST), height: Math.max(before.height + to.y - from.y, LEAST) };
    return { ...before, left: Math.min(Math.max(before.left + to.x - from.x, 0), 100 - before.width), top: Math.min(Math.max(before.top + to.y - from.y, 0), 100 - before.height) };
  };
  boxes.setPointerCapture(event.pointerId);
  const move = (e) => write(row, box(place(e)));
  const end = (e) => {
    boxes.removeEventListener("pointermove", move);
    const last = box(place(e));
    if (last.width < LEAST || last.height < LEAST || e.type === "pointercancel") {
      if (held) write(row, before);
      else clear(row);
    }
    const at = [...rows.children].indexOf(row);
    [...boxes.children].find((one) => one.dataset.row === String(at))?.focus({ preventScroll: true });
  };
  boxes.addEventListener("pointermove", move);
  boxes.addEventListener("pointerup", end, { once: true });
  boxes.addEventListener("pointercancel", end, { once: true });
}

function steer(event, rows) {
  const held = event.target.closest("rect");
  if (!held) return;
  const row = rows.children[Number(held.dataset.row)];
  const box = numbers(row);
  const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
  if (event.key === "Delete" || event.key === "Backspace") clear(row);
  else if (!way) return;
  else if (event.shiftKey) write(row, { ...box, width: Math.max(box.width + way[0], LEAST), height: Math.max(box.height + way[1], LEAST) });
  else write(row, { ...box, left: Math.min(box.left + way[0], 100 - box.width), top: Math.min(box.top + way[1], 100 - box.height) });
  event.preventDefault();
}
