// The opinion form as paper behaves: a second press takes a tick away, only what applies stands open, and the room in print
// is counted while one writes. What applies and how much room there is stands in the markup, out of the form's one table.
// Nothing typed is hidden: what the answers leave out stays in sight, and what a box unticked comes back at a press.

/** Watches the form; `input` and `change` go on to whoever else listens. */
export function bringToLife(form) {
  clearOnSecondPress(form);
  form.addEventListener("change", (event) => {
    excludeOthers(event.target);
    dropUnderlining(event.target);
    openWhatApplies(form);
  });
  form.addEventListener("input", (event) => count(event.target));
  form.addEventListener("click", (event) => pressed(form, event));
  for (const button of form.querySelectorAll("[data-fill]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.fill);
      field.value = button.dataset.text;
      changed(field);
      field.focus();
    });
  }
  openWhatApplies(form);
}

/** Buttons at single fields, which without scripts send the form. */
function pressed(form, event) {
  const button = event.target.closest?.("button[name=clear], button[name=take]");
  if (!button) return;
  event.preventDefault();
  const place = button.closest("[data-field]");
  if (button.name === "take") {
    put(form, place.dataset.field, [button.dataset.take]);
    button.closest(".op-request").remove();
    place.querySelector("input")?.focus();
    return;
  }
  for (const left of place.querySelectorAll(".op-left [name]")) {
    const boxed = left.type === "radio" || left.type === "checkbox";
    if (boxed ? !left.checked : left.value === "") continue;
    if (boxed) left.checked = false;
    else left.value = "";
    changed(left);
  }
  openWhatApplies(form);
  place.querySelector("[name]")?.focus();
}

/** Puts texts into a field: words, or the boxes to tick. */
export function put(form, name, texts) {
  for (const field of form.querySelectorAll(`[data-field] [name="${CSS.escape(name)}"]:not(button)`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = texts.includes(field.value);
    else field.value = texts[0] ?? "";
    changed(field);
  }
}

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A radio button pressed again, by finger or by the space bar, is empty again, as a □ on paper. */
function clearOnSecondPress(form) {
  let held = null;
  const remember = (event) => {
    const radio = event.target.closest?.("label")?.querySelector("input[type=radio]");
    held = radio?.checked ? radio : null;
  };
  form.addEventListener("pointerdown", remember);
  form.addEventListener("keydown", (event) => {
    if (event.key === " ") remember(event);
    else held = null;
  });
  form.addEventListener("click", (event) => {
    const radio = event.target;
    if (radio.type !== "radio" || radio !== held) return;
    held = null;
    radio.checked = false;
    changed(radio);
  });
  // Some browsers answer the space bar on a checked radio button with a click, others with nothing: neither is awaited.
  form.addEventListener("keyup", (event) => {
    if (event.key !== " " || event.target.type !== "radio" || event.target !== held) return;
    event.preventDefault();
    held = null;
    event.target.checked = false;
    changed(event.target);
  });
}

/** 用いていない, 特記すべき項目なし: ticking it unticks the others, which is told and can be taken back; and the other way round. */
function excludeOthers(box) {
  const field = box.closest?.("[data-alone]");
  if (!field || box.name !== field.dataset.field) return;
  field.querySelector(".op-undone")?.remove();
  if (!box.checked) return;
  const isAlone = box.value === field.dataset.alone;
  const held = [...field.querySelectorAll(".op-boxes input:checked")].filter((other) => other !== box);
  const others = held.filter((other) => other.name === box.name && (isAlone || other.value === field.dataset.alone));
  for (const other of others) {
    other.checked = false;
    changed(other);
  }
  if (isAlone && others.length > 0) offerBack(field, box, held, others);
}

function offerBack(field, box, held, others) {
  const words = others.map((other) => `「${other.closest("label").textContent.trim()}」`).join("");
  const line = document.createElement("p");
  line.className = "op-undone";
  line.setAttribute("role", "status");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "button button-small button-second";
  back.textContent = "元に戻す";
  back.addEventListener("click", () => {
    box.checked = false;
    changed(box);
    for (const other of held) {
      other.checked = true;
      changed(other);
    }
    others[0].focus();
  });
  line.append(`${words}のチェックを外しました。`, back);
  field.querySelector(".op-boxes").after(line);
}

/** What is no longer ticked is not underlined either. */
function dropUnderlining(box) {
  const under = box.closest?.(".op-pair")?.querySelector(".op-under input");
  if (under && under !== box && !box.checked && under.checked) {
    under.checked = false;
    changed(under);
  }
}

/** In the order of the form: what hangs on something put away is put away too, unless something stands in it. */
function openWhatApplies(form) {
  for (const field of form.querySelectorAll("[data-if]")) {
    const { if: asked, code } = field.dataset;
    const boxes = form.querySelectorAll(`input[name="${CSS.escape(asked)}"]:checked`);
    const holds = [...boxes].some((box) => (code === "" || box.value === code) && !box.closest(".op-off"));
    field.classList.toggle("op-off", !holds);
    field.classList.toggle("op-left", !holds && [...field.querySelectorAll("[name]")].some(holdsSomething));
  }
  for (const note of form.querySelectorAll("[data-leftover]")) {
    note.hidden = ![...note.parentElement.children].some((part) => part.classList.contains("op-left"));
  }
}

function holdsSomething(field) {
  if (field.type === "submit") return false;
  const boxed = field.type === "radio" || field.type === "checkbox";
  return (!boxed || field.checked) && field.value.trim() !== "";
}

/** Half columns of a character: `half_columns` of domain/src/opinion/print.rs. */
function halfColumns(sign) {
  const code = sign.codePointAt(0);
  if ((code >= 0x300 && code <= 0x36f) || code === 0x3099 || code === 0x309a) return 0;
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef)) return 0;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xff61 && code <= 0xff9f) ? 1 : 2;
}

/** What a text takes of its room: `Print::taken` of domain/src/opinion/print.rs. */
export function taken(text, columns) {
  const room = Math.max(2, columns * 2);
  let lines = 0;
  let widest = 0;
  for (const line of text.split("\n")) {
    let used = 0;
    let width = 0;
    lines += 1;
    for (const half of [...line].map(halfColumns)) {
      if (used + half > room) {
        lines += 1;
        used = 0;
      }
      used += half;
      width += half;
    }
    widest = Math.max(widest, width);
  }
  const characters = [...text].filter((sign) => sign !== "\n" && halfColumns(sign) > 0).length;
  return { lines: text === "" ? 0 : lines, characters, columns: Math.ceil(widest / 2) };
}

function count(input) {
  const place = input.closest?.("[data-field]")?.querySelector("[data-count]");
  if (!place || place.id !== `${input.id}-count`) return;
  const [most, columns, characters] = [place.dataset.lines, place.dataset.columns, place.dataset.characters].map(Number);
  const it = taken(input.value.replace(/\r\n?/g, "\n"), columns);
  const oneLine = most === 1;
  const over = it.lines > most || (!oneLine && it.characters > characters);
  const words = oneLine ? `${it.columns} / ${columns}文字` : `${it.characters} / ${characters}文字・${it.lines} / ${most}行`;
  place.querySelector("[data-taken]").textContent = input.value === "" && oneLine ? "" : words;
  place.querySelector("[data-over-words]").textContent = over ? `　${place.dataset.over}` : "";
  place.classList.toggle("op-over", over);
}
