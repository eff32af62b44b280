// Saves the draft by itself a little after the typing stops. One save at a time, and never over another clerk's work:
// when the answer carries a conflict, it stops and asks for the save button, whose answer shows both texts side by side.
import { tell } from "./once.js";

const PAUSE_MS = 3000;
const OWN_FIELDS = new Set(["csrf", "unsent", "version", "material_id", "material_title", "files"]);

/** The draft on this page, or null. `save()` stores what is typed; `refreshMaterials()` fetches the list after an upload. */
export function keepDraft() {
  const form = document.querySelector("form[data-draft]");
  if (!form) return null;
  const draft = new Draft(form);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") draft.typed();
  });
  // Files go by themselves here: no form needs to carry them.
  for (const button of form.querySelectorAll("[data-with-files]")) {
    button.removeAttribute("formaction");
    button.removeAttribute("formenctype");
  }
  form.addEventListener("submit", (event) => {
    // Enter in a field: what is typed is stored, and the page stays where it is.
    if (event.submitter?.matches("[data-enter]") && !draft.halted) {
      event.preventDefault();
      draft.unsaved = true;
      draft.save();
    } else {
      draft.stop();
    }
  });
  // Back from the tab with the sign-in: what waits is saved at once.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && draft.unsaved && draft.over) draft.save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (draft.unsaved) event.preventDefault();
  });
  return draft;
}

class Draft {
  constructor(form) {
    this.form = form;
    // What came back after a sign-in is stored nowhere but there.
    this.unsaved = document.querySelector("[data-unsent]") !== null;
    this.over = false;
    this.edits = 0;
    this.halted = document.querySelector("[data-conflict]") !== null;
    this.timer = 0;
    this.queue = Promise.resolve(true);
    this.known = typedText(form);
  }

  typed() {
    this.unsaved = true;
    this.edits += 1;
    clearTimeout(this.timer);
    if (!this.halted) this.timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  /** The form itself is on its way: nothing more by itself. */
  stop() {
    clearTimeout(this.timer);
    this.unsaved = false;
    this.halted = true;
    window.addEventListener("pageshow", () => {
      this.halted = document.querySelector("[data-conflict]") !== null;
    }, { once: true });
  }

  /** Saves after whatever is under way. True when everything typed is stored. */
  save() {
    this.queue = this.queue.then(() => this.saveNow(), () => this.saveNow());
    return this.queue;
  }

  async saveNow(again = false) {
    if (this.halted) return false;
    if (!this.unsaved) return true;
    clearTimeout(this.timer);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") body.append(name, value);
    }
    body.append("intent", "save");
    body.append("autosave", "1");
    const { edits } = this;
    const passwords = passwordRows(this.form);
    try {
      const headers = { Accept: "text/html", "X-CSRF-Token": this.form.elements.csrf.value };
      const answer = await fetch(this.form.action, { method: "POST", body, headers });
      // Signed in again in another tab: that session's token lets this page go on.
      if ([401, 403].includes(answer.status)) return !again && (await this.renew()) ? this.saveNow(true) : this.wait();
      if (answer.status === 503) return this.say("いまは保存できません。入力は画面に残っています。しばらくすると、自動でもう一度保存します。", true);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("form[data-draft]");
      if (page.querySelector("[data-conflict]")) return this.halt("ほかの担当者か別の画面（タブ）が、この下書きを変更しました。「下書き保存」を押すと、違うところを並べて表示します。");
      if (!fresh) return this.say("自動保存できませんでした。入力は画面に残っています。しばらくすると、自動でもう一度保存します。", true);
      if (!answer.ok && fresh.elements.version.value === this.form.elements.version.value) {
        return this.say("入力に直すところがあるため、まだ保存していません。「下書き保存」を押すと、どこかを表示します。");
      }
      this.over = false;
      this.takeVersion(fresh);
      this.takePasswords(fresh, passwords);
      this.known = typedText(fresh);
      const refused = this.showRefused(fresh);
      this.unsaved = this.edits !== edits || refused.length > 0;
      const saved = page.querySelector("[data-saved]")?.textContent.trim() || "保存しました";
      const but = refused.length > 0 ? `。${refused.join("と")}の参照用パスワードは、まだ保存していません` : "";
      this.say(saved + but);
      return this.edits === edits;
    } catch {
      return this.say("通信できないため、まだ保存していません。つながると自動で保存します。", true);
    }
  }

  /** Takes the token of a session begun in another tab, if it is the same person's: their name stands in it. */
  async renew() {
    const answer = await fetch(this.form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-draft]")?.elements.csrf.value ?? "";
    const own = this.form.elements.csrf.value;
    if (fresh === "" || personOf(fresh) !== personOf(own)) return false;
    for (const field of document.querySelectorAll("[name=csrf]")) field.value = fresh;
    return true;
  }

  takeVersion(fresh) {
    this.form.elements.version.value = fresh.elements.version.value;
  }

  /**
   * A row whose password nobody chose shows what the address has brought: that of earlier meetings, or none. What a person
   * chose or typed is never touched: a save of its own accord must not take anything out of anybody's hands.
   */
  takePasswords(fresh, sent) {
    const stored = passwordRows(fresh);
    for (const [seat, row] of passwordRows(this.form)) {
      const now = stored.get(seat);
      const then = sent.get(seat);
      if (!now || !then || row.choice.value !== then.value || row.choice === document.activeElement) continue;
      if (!["auto", "carry"].includes(then.value) || now.value === then.value) continue;
      row.choice.replaceChildren(...[...now.choice.options].map((option) => option.cloneNode(true)));
      row.choice.value = now.value;
    }
  }

  /** Says at its field what is wrong with a typed password; answers with the rows. An empty field is only on its way. */
  showRefused(fresh) {
    const refused = [];
    const stored = passwordRows(fresh);
    for (const [seat, row] of passwordRows(this.form)) {
      const box = row.typed.closest(".field");
      const error = stored.get(seat)?.typed.closest(".field").querySelector(".field-error");
      box.querySelector(".field-error")?.remove();
      if (error) refused.push(row.name);
      const shown = error && row.typed.value !== "";
      box.classList.toggle("field-wrong", Boolean(shown));
      row.typed.toggleAttribute("aria-invalid", Boolean(shown));
      if (!shown) continue;
      error.id = `${row.typed.id}-error`;
      error.append("（まだ保存していません）");
      row.typed.before(document.adoptNode(error));
      row.typed.setAttribute("aria-describedby", `${row.typed.id}-hint ${error.id}`);
    }
    return refused;
  }

  say(text, again = false) {
    this.form.querySelector("[data-saved]").textContent = text;
    if (again) this.timer = setTimeout(() => this.save(), PAUSE_MS * 5);
    return false;
  }

  /** The session is over: nothing is lost, and nothing is stored yet. */
  wait() {
    this.over = true;
    return this.say("ログインの時間が切れたため、まだ保存していません。入力はこの画面に残っています。別のタブでログインすると、自動で保存します。", true);
  }

  halt(text) {
    this.halted = true;
    tell(this.form, text);
    return false;
  }

  /**
   * Shows the list of materials as the server has it now. The new version is taken only when the server's form holds what
   * this page last saved; otherwise somebody else wrote meanwhile, and the old version lets the next save find that out.
   */
  async refreshMaterials() {
    const answer = await fetch(this.form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-draft]");
    const list = page.querySelector("[data-materials]");
    if (!answer.ok || !fresh || !list) return;
    this.form.querySelector("[data-materials]").replaceWith(document.adoptNode(list));
    if (typedText(fresh) === this.known) this.takeVersion(fresh);
  }
}

// Token of the session, insurer, person, proof: whose page it is stands in the middle.
function personOf(token) {
  return token.split(".").slice(1, 3).join(".");
}

// What a person has typed, without what the server or an upload changes by itself. A password once stored does not come
// back, and its choice changes with the address, so neither counts here.
function typedText(form) {
  const own = [...new FormData(form)].filter(([name]) => !OWN_FIELDS.has(name) && !name.startsWith("seat_password"));
  return JSON.stringify(own.map(([name, value]) => [name, String(value).trim()]));
}

// The two password fields of every row by its seat, with what they hold at this moment.
function passwordRows(form) {
  const rows = new Map();
  for (const seat of form.querySelectorAll("[name=seat_id]")) {
    const row = seat.closest(".seat-row");
    const choice = row.querySelector("[name=seat_password_choice]");
    const typed = row.querySelector("[name=seat_password]");
    const name = row.querySelector(".seat-title").textContent.replace(/\s/g, "");
    rows.set(seat.value, { choice, typed, name, value: choice.value });
  }
  return rows;
}
