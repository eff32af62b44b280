// Every field saves itself a moment after it was left or typed in. What could not be sent (no network, lid closed) stays
// marked here and is sent when the network is back; nothing is written to the disk of the device. With the fields goes what
// this page was shown ("seen"), so that two people writing at once lose nothing: a field that somebody else changed meanwhile
// comes back with the other text, and both stand on the page until one is chosen.

import { Faults } from "./opinion_faults.js";
import { put } from "./opinion_form.js";

const PAUSE_MS = 1500;
const AGAIN_MS = 8000;
/** Browsers send at most 64 KiB for a page that is gone. */
const MOST_AFTER_GONE = 60000;

/** Saves the fields of this form by itself. */
export function saveByItself(form) {
  const saver = new Saver(form);
  form.addEventListener("input", (event) => saver.touched(event.target.name, PAUSE_MS));
  form.addEventListener("change", (event) => saver.touched(event.target.name, 200));
  // The button saves without leaving the page, so that a broken line takes nothing along.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saver.goOn(event.submitter?.value === "check");
  });
  // The preview is drawn of what is saved.
  form.querySelector("[data-preview]")?.addEventListener("click", (event) => {
    if (saver.unsaved().length === 0) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    saver.save().then((saved) => saved && location.assign(href));
  });
  window.addEventListener("online", () => saver.soon(0));
  window.addEventListener("pagehide", () => saver.lastCall());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saver.lastCall();
    else saver.soon(0);
  });
  window.addEventListener("beforeunload", (event) => {
    if (saver.unsaved().length > 0) event.preventDefault();
  });
}

class Saver {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]");
    this.known = valuesOf(form);
    this.clashing = new Set();
    this.timer = 0;
    this.running = null;
    this.faults = new Faults(form, (name) => this.isUnsaved(name));
  }

  isUnsaved(name) {
    return this.unsaved().some(([unsaved]) => unsaved === name);
  }

  touched(name, pause) {
    if (!this.known.has(name)) return;
    this.clashing.delete(name);
    this.showWaiting();
    this.soon(pause);
  }

  /** What the line says is no longer all there is. */
  showWaiting() {
    if (this.line.dataset.state === "trouble") return;
    this.line.dataset.state = this.unsaved().length > 0 ? "waiting" : "";
  }

  soon(pause) {
    clearTimeout(this.timer);
    if (this.unsaved().length > 0) this.timer = setTimeout(() => this.save(), pause);
  }

  /** Fields that differ from what the server is known to hold; those in dispute wait for a word. */
  unsaved() {
    const now = valuesOf(this.form);
    return [...now].filter(([name, value]) => value !== this.known.get(name) && !this.clashing.has(name));
  }

  body(unsaved) {
    const body = new URLSearchParams();
    for (const name of ["csrf", "seen", "edition"]) body.append(name, this.form.elements[name].value);
    for (const [name, value] of unsaved) {
      body.append("changed", name);
      for (const text of JSON.parse(value)) body.append(name, text);
    }
    if (this.form.elements.tell) body.append("tell", "1");
    return body;
  }

  /** Goes on when the page is left meanwhile. */
  post(unsaved) {
    const body = this.body(unsaved).toString();
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    return fetch(this.form.action, { method: "POST", body, headers, keepalive: body.length < MOST_AFTER_GONE });
  }

  /** One save at a time. True when nothing is left to save. */
  async save() {
    while (this.running) await this.running;
    const unsaved = this.unsaved();
    if (unsaved.length === 0) return this.clashing.size === 0;
    clearTimeout(this.timer);
    this.running = this.saveNow(unsaved);
    const saved = await this.running;
    this.running = null;
    if (saved) this.soon(PAUSE_MS);
    return saved && this.unsaved().length === 0;
  }

  async saveNow(unsaved, again = false) {
    this.say("保存しています…");
    try {
      const answer = await this.post(unsaved);
      if (answer.status === 503) return this.failed("いまは保存できません。書いた内容はこの画面に残っています。少しあとで自動でもう一度保存します。");
      const reply = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
      if (answer.ok) return this.take(unsaved, reply);
      // Signed in again in another tab: that session's token lets this page go on.
      if (!again && [401, 403].includes(answer.status) && (await this.renew())) return this.saveNow(unsaved, true);
      return this.trouble(reply.title || "保存できませんでした。書いた内容はこの画面に残っています。別のタブで、もう一度お入りください。");
    } catch {
      return this.failed("通信できないため、まだ保存していません。書いた内容はこの画面に残っています。つながると自動で保存します。");
    }
  }

  async renew() {
    const answer = await fetch(this.form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-opinion]");
    if (!fresh) return false;
    this.form.elements.csrf.value = fresh.elements.csrf.value;
    return true;
  }

  /** By the button: everything is saved first; what stands in dispute keeps the page open. */
  async goOn(toCheck) {
    const saved = await this.save();
    if (!saved) {
      const clash = this.form.querySelector(".op-theirs");
      clash?.scrollIntoView({ block: "center" });
      clash?.querySelector("button")?.focus({ preventScroll: true });
      return;
    }
    if (toCheck) location.assign(this.form.action.replace(/write$/, "check"));
    else this.say(this.line.textContent || "すべて保存してあります");
  }

  take(sent, reply) {
    const clashes = new Map(reply.clashes.map((clash) => [clash.field, clash]));
    for (const [name, value] of sent) {
      if (!clashes.has(name)) this.known.set(name, value);
    }
    const now = valuesOf(this.form);
    for (const fresh of reply.fresh) {
      // What nobody touched here shows what the other wrote; what is being typed here stands beside it.
      if (now.get(fresh.field) !== this.known.get(fresh.field)) {
        clashes.set(fresh.field, fresh);
        continue;
      }
      this.known.set(fresh.field, JSON.stringify(fresh.theirs));
      put(this.form, fresh.field, fresh.theirs);
    }
    this.form.elements.seen.value = reply.seen;
    for (const clash of clashes.values()) this.showClash(clash);
    for (const [field, text] of Object.entries(reply.read)) this.placeOf(field)?.querySelector("[data-read]")?.replaceChildren(text);
    this.faults.show(reply.faults);
    if (clashes.size > 0) return this.trouble(`ほかの端末か画面で書き換えられた欄が${clashes.size}か所あります。その欄に両方の内容を出しています。`);
    this.say(reply.said);
    this.showWaiting();
    return true;
  }

  placeOf(field) {
    return this.form.querySelector(`[data-field="${CSS.escape(field)}"]`);
  }

  /** Both texts at the field; a press chooses. */
  showClash(clash) {
    const place = this.placeOf(clash.field);
    if (!place) return;
    this.clashing.add(clash.field);
    this.known.set(clash.field, JSON.stringify(clash.theirs));
    place.querySelector(".op-theirs")?.remove();
    const box = document.createElement("div");
    box.className = "op-theirs";
    box.setAttribute("role", "alert");
    const say = (text, kind = "p", name = "") => {
      const line = document.createElement(kind);
      line.textContent = text;
      line.className = name;
      box.append(line);
      return line;
    };
    say(`「${clash.name}」は、ほかの端末か画面で書き換えられました。保存されている内容：`);
    say(clash.shown || "（空欄）", "p", "op-theirs-text");
    const choose = (text, act) => {
      const button = say(text, "button", "button button-small button-second");
      button.type = "button";
      button.addEventListener("click", () => {
        this.clashing.delete(clash.field);
        box.remove();
        act();
        this.line.dataset.state = "";
        this.soon(0);
      });
    };
    choose("この画面の内容にする", () => {});
    choose("保存されている内容にする", () => put(this.form, clash.field, clash.theirs));
    place.querySelector(".op-body").prepend(box);
  }

  /** The page is put away or closed: what is left goes with the browser's promise to send it. */
  lastCall() {
    if (!this.running) this.save();
  }

  say(text) {
    this.line.dataset.state = "";
    this.line.textContent = text;
  }

  trouble(text) {
    this.line.dataset.state = "trouble";
    this.line.textContent = text;
    return false;
  }

  failed(text) {
    this.timer = setTimeout(() => this.save(), AGAIN_MS);
    return this.trouble(text);
  }
}

/** What every field holds, by name, as JSON of its texts: comparable. */
function valuesOf(form) {
  const values = new Map();
  for (const field of form.querySelectorAll("[data-field] [name]:not(button)")) {
    if (!values.has(field.name)) values.set(field.name, []);
    const boxed = field.type === "radio" || field.type === "checkbox";
    if ((!boxed || field.checked) && field.value.trim() !== "") values.get(field.name).push(field.value.replace(/\r\n?/g, "\n"));
  }
  return new Map([...values].map(([name, texts]) => [name, JSON.stringify(texts)]));
}
