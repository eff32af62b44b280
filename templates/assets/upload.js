// Sends PDFs with progress, each in one stretch, and goes on where it stopped: after a cut line by itself, after a closed page when
// the same file is chosen again (its upload's id is remembered in this browser).
//
// Wire: POST {uploads} {file_name,size,replaces?} -> {id,offset}; GET {uploads}/{id} -> {offset};
// PATCH {uploads}/{id} with Upload-Offset and a raw body; POST {uploads}/{id}/finish {title?} -> {ok}.
// Refusals are problem JSON; its `title` is shown as it is. Every call carries the session's token as X-CSRF-Token.
import { tell } from "./once.js";

const RETRIES = 6;

/** Makes every drop zone of the page take files. `draft`: the draft on the page (draft.js) or null. */
export function acceptFiles(draft) {
  for (const zone of document.querySelectorAll("[data-uploads]")) new Zone(zone, draft).open();
}

class Zone {
  constructor(zone, draft) {
    this.zone = zone;
    this.draft = draft;
    this.form = zone.closest("form");
    this.input = zone.querySelector("input[type=file]");
    this.list = zone.querySelector("[data-upload-list]");
    this.waiting = [];
    this.refused = [];
    this.sent = 0;
    this.running = false;
  }

  open() {
    for (const part of this.zone.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const part of this.zone.querySelectorAll("[data-without-script]")) part.hidden = true;
    this.input.addEventListener("change", () => {
      if (this.zone.dataset.mode === "now") {
        this.take([...this.input.files]);
        this.input.value = "";
      } else {
        this.replaceWaiting([...this.input.files]);
      }
    });
    for (const kind of ["dragenter", "dragover"]) this.zone.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ["dragleave", "drop"]) this.zone.addEventListener(kind, (event) => this.over(event, false));
    this.zone.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer.files];
      if (this.zone.dataset.mode === "now") this.take(files);
      else this.replaceWaiting(files);
    });
    if (this.zone.dataset.mode === "submit") this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.running) event.preventDefault();
    });
  }

  over(event, inside) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.zone.classList.toggle("drop-over", inside);
  }

  take(files) {
    for (const file of files) {
      const row = new Row(this.list, file);
      const fault = this.fault(file);
      if (fault) row.refuse(fault);
      else this.waiting.push({ file, row });
    }
    this.run();
  }

  replaceWaiting(files) {
    this.list.replaceChildren();
    this.waiting = [];
    this.refused = [];
    for (const file of files.slice(0, Number(this.zone.dataset.maxFiles))) {
      const row = new Row(this.list, file);
      const fault = this.fault(file);
      if (fault) this.refuse(row, file, fault);
      else {
        row.say("まだ送っていません");
        this.waiting.push({ file, row });
        this.mended();
      }
    }
  }

  refuse(row, file, why) {
    row.refuse(why);
    this.refused.push(`${file.name}は${this.zone.dataset.replaces ? "使って" : "追加して"}いません。${why}`);
  }

  /** "There is no file" is true no longer: it goes from the field and from the summary on top. */
  mended() {
    this.zone.classList.remove("field-wrong");
    this.zone.querySelector(".field-error")?.remove();
    this.input.removeAttribute("aria-invalid");
    const summary = document.querySelector(".error-summary");
    summary?.querySelector(`a[href="#${this.input.id}"]`)?.closest("li").remove();
    if (summary && !summary.querySelector("li")) summary.remove();
  }

  // Only what spares a long wait; the server looks at the content.
  fault(file) {
    if (file.size === 0) return "中身のないファイルです。";
    if (file.size > Number(this.zone.dataset.maxBytes)) return `大きすぎます。1件${this.zone.dataset.maxText}までです。`;
    if (!/\.pdf$/i.test(file.name) && file.type !== "application/pdf") return notPdf(file.name);
    return "";
  }

  /** Sends what waits, one file after the other, so that the order of choice stays the order of the packet. */
  async run(extra = {}) {
    if (this.running) return false;
    this.running = true;
    let all = true;
    while (this.waiting.length > 0) {
      const { file, row } = this.waiting.shift();
      const done = await this.send(file, row, extra);
      all = all && done;
      if (done) this.sent += 1;
      if (done && this.draft) {
        await this.draft.save();
        await this.draft.refreshMaterials();
        this.mended();
        row.item.remove();
      }
    }
    this.running = false;
    return all;
  }

  async send(file, row, extra) {
    const sender = new Sender(this.zone.dataset.uploads, this.form.elements.csrf.value, this.zone.dataset.replaces);
    try {
      await sender.send(file, row, extra);
      row.say("送り終えました");
      this.word(`${file.name}を送り終えました`);
      return true;
    } catch (problem) {
      if (problem instanceof Refusal) this.refuse(row, file, problem.message);
      else row.refuse("通信が切れて、止まりました。");
      this.word(`${file.name}を送れませんでした`);
      if (!(problem instanceof Refusal)) row.offer("続きから送る", () => { row.reset(); this.waiting.push({ file, row }); this.resume(extra); });
      return false;
    }
  }

  async resume(extra) {
    const all = await this.run(extra);
    if (this.zone.dataset.mode === "submit") this.finished(all);
  }

  async submit(event) {
    if (event.defaultPrevented) return;
    if (this.running) {
      event.preventDefault();
      tell(this.form, "送っています。終わるまでこのままお待ちください。");
      return;
    }
    // Without a file the plain form goes, and the server says what is missing.
    if (this.waiting.length === 0 && this.refused.length === 0) return;
    event.preventDefault();
    const field = (name) => this.form.elements[name]?.value;
    const all = await this.run({ title: field("title") });
    this.finished(all);
  }

  /** On to the page that tells what was done; not while there is something to tell that only this page knows. */
  finished(all) {
    const done = new URL(this.zone.dataset.done, location.href);
    done.searchParams.set("n", this.sent);
    if (all && this.refused.length === 0) {
      location.assign(done);
      return;
    }
    const more = all ? "" : "送れなかったファイルがあります。上の表示をご確認ください。";
    const some = this.sent > 0 ? `${this.sent}件は送り終えました。` : "";
    tell(this.form, some + (this.refused.join(" ") || more));
    this.form.sentAt = 0;
    if (this.sent === 0) return;
    const on = document.createElement("a");
    on.href = done;
    on.textContent = "送り終えた資料を見る";
    this.form.querySelector("[data-form-word]").append(" ", on);
  }

  word(text) {
    this.zone.querySelector("[data-upload-word]").textContent = text;
  }
}

/** One file's line: name, progress, words. */
class Row {
  constructor(list, file) {
    this.item = document.createElement("li");
    this.item.className = "upload";
    this.name = document.createElement("span");
    this.name.className = "upload-name";
    this.name.textContent = `${file.name}（${megabytes(file.size)}）`;
    this.bar = document.createElement("progress");
    this.bar.className = "meter";
    this.bar.max = file.size;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${file.name}の進み具合`);
    this.state = document.createElement("span");
    this.state.className = "upload-state";
    this.state.textContent = "順番を待っています";
    this.item.append(this.name, this.bar, this.state);
    list.append(this.item);
  }

  progress(sent) {
    this.bar.value = sent;
    this.say(`${megabytes(sent)} / ${megabytes(this.bar.max)}　${Math.floor((sent / this.bar.max) * 100)}%`);
  }

  say(text) {
    this.state.textContent = text;
  }

  refuse(text) {
    this.item.classList.add("upload-bad");
    this.bar.hidden = true;
    this.say(text);
  }

  reset() {
    this.item.classList.remove("upload-bad");
    this.bar.hidden = false;
    this.item.querySelector("button")?.remove();
  }

  offer(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-second";
    button.textContent = text;
    button.addEventListener("click", act);
    this.item.append(button);
  }
}

/** The server said no, in words for people. Trying again would not help. */
class Refusal extends Error {}

class Sender {
  constructor(address, token, replaces) {
    this.address = address;
    this.token = token;
    this.replaces = replaces;
  }

  async send(file, row, extra) {
    // Without the file's name: nothing that could name a person stays in the browser.
    const key = `kairan-upload|${this.address}|${this.replaces || ""}|${file.size}|${file.lastModified}`;
    const upload = await this.begin(file, key);
    let offset = upload.offset;
    let failures = 0;
    row.progress(offset);
    while (offset < file.size) {
      try {
        offset = await this.piece(upload.id, file, offset, row);
        failures = 0;
      } catch (problem) {
        if (problem instanceof Refusal) {
          remember(key, null);
          throw problem;
        }
        failures += 1;
        if (failures > RETRIES) throw problem;
        row.say("通信が切れました。つなぎ直しています。");
        await pause(Math.min(30000, 1000 * 2 ** failures));
        offset = await this.offset(upload.id).catch(() => offset);
      }
    }
    row.say("確かめています");
    try {
      await this.call("POST", `/${upload.id}/finish`, extra);
    } catch (problem) {
      if (problem instanceof Refusal) remember(key, null);
      throw problem;
    }
    remember(key, null);
  }

  /** An upload of this very file that was cut, if the server still has it; else a new one. */
  async begin(file, key) {
    const known = recall(key);
    if (known) {
      const offset = await this.offset(known).catch(() => null);
      if (offset !== null) return { id: known, offset };
    }
    const fresh = await this.call("POST", "", { file_name: file.name, size: file.size, replaces: this.replaces });
    remember(key, fresh.id);
    return fresh;
  }

  async offset(id) {
    return (await this.call("GET", `/${id}`)).offset;
  }

  async call(method, path, body) {
    const answer = await fetch(this.address + path, {
      method,
      headers: { Accept: "application/json", "X-CSRF-Token": this.token, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    throw answer.status < 500 ? new Refusal(said.title || "受け取れませんでした。") : new Error(said.title || String(answer.status));
  }

  /** The rest by XMLHttpRequest, the only way a browser tells how much has left. Answers the new offset. */
  piece(id, file, offset, row) {
    return new Promise((resolve, reject) => {
      const end = file.size;
      const request = new XMLHttpRequest();
      request.open("PATCH", `${this.address}/${id}`);
      request.setRequestHeader("Upload-Offset", String(offset));
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-CSRF-Token", this.token);
      request.upload.addEventListener("progress", (event) => row.progress(Math.min(offset + event.loaded, file.size)));
      request.addEventListener("load", () => {
        const said = parse(request.responseText);
        if (request.status >= 200 && request.status < 300) resolve(said.offset ?? Number(request.getResponseHeader("Upload-Offset") ?? end));
        // 409: the server holds another offset than we thought; asking for it mends that.
        else if (request.status === 409 || request.status >= 500) reject(new Error(String(request.status)));
        else reject(new Refusal(said.title || "受け取れませんでした。"));
      });
      request.addEventListener("error", () => reject(new Error("line")));
      request.addEventListener("timeout", () => reject(new Error("time")));
      request.send(file.slice(offset, end));
    });
  }
}

function parse(text) {
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

// A browser that keeps nothing (private window) just starts over.
function remember(key, id) {
  try {
    if (id) localStorage.setItem(key, id);
    else localStorage.removeItem(key);
  } catch { /* nothing to keep it in */ }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

// As the server says it (domain/src/words.rs): which kind of file it is decides how a PDF is made of it.
function notPdf(name) {
  if (/\.(docx?|xlsx?|pptx?|jtdc?|odt|ods|rtf|txt)$/i.test(name)) return "PDFではありません。作成したソフトで「名前を付けて保存」か「エクスポート」を選び、種類を「PDF」にして保存したものを追加してください。";
  if (/\.(jpe?g|png|heic|heif|tiff?|gif|bmp|webp)$/i.test(name)) return "写真や画像のファイルです。画像を開き、「印刷」でプリンターに「Microsoft Print to PDF」を選ぶとPDFになります。できたPDFを追加してください。";
  return "PDFではありません。PDFに変換してから追加してください。";
}

// The same notation as the server's: 「98KB」, 「1.4MB」.
function megabytes(bytes) {
  const tenths = Math.floor((bytes * 10) / 1048576);
  if (bytes < 1048576) return `${Math.ceil(bytes / 1024)}KB`;
  return tenths < 100 && tenths % 10 > 0 ? `${Math.floor(tenths / 10)}.${tenths % 10}MB` : `${Math.floor(tenths / 10)}MB`;
}
