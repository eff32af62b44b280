// What the server says at fields after a saving. What is about something that stands there appears; what was told before goes
// when it is mended. A field that is being typed in is left in peace until it is left.

/** The faults at the fields of a form; `isUnsaved` tells whether a field holds something the server has not judged yet. */
export class Faults {
  constructor(form, isUnsaved) {
    this.form = form;
    this.isUnsaved = isUnsaved;
    this.told = null;
    form.addEventListener("focusout", (event) => {
      const place = event.target.closest?.("[data-field]");
      // What has the focus next is known a moment later.
      if (place && this.told) requestAnimationFrame(() => this.showAt(place));
    });
  }

  show(told) {
    this.told = told;
    for (const place of this.form.querySelectorAll("[data-field]")) this.showAt(place);
  }

  showAt(place) {
    const name = place.dataset.field;
    const body = [...place.children].find((child) => child.classList.contains("op-body"));
    const standing = [...body.children].filter((child) => child.dataset.fault);
    const said = this.told[name] ?? { error: [], doubt: [], now: false };
    const words = { error: said.error.join(" "), doubt: said.doubt.join(" ") };
    const isNew = standing.length === 0 && (words.error || words.doubt);
    if (isNew && (!said.now || this.isUnsaved(name) || isTypedIn(place))) return;
    for (const kind of ["doubt", "error"]) {
      const line = standing.find((line) => line.dataset.fault === kind);
      if (line && line.dataset.words === words[kind]) continue;
      line?.remove();
      if (words[kind]) this.draw(place, body, kind, words[kind]);
    }
    place.classList.toggle("op-wrong", words.error !== "" || place.querySelector(":scope > .op-body > .op-theirs") !== null);
    this.tie(place, body, words);
  }

  draw(place, body, kind, words) {
    const line = document.createElement("p");
    line.id = `f-${place.dataset.field}-${kind}`;
    line.className = kind === "error" ? "field-error" : "op-doubt";
    line.dataset.fault = kind;
    line.dataset.words = words;
    line.setAttribute("role", "status");
    const head = document.createElement(kind === "error" ? "span" : "strong");
    head.className = kind === "error" ? "visually-hidden" : "";
    head.textContent = kind === "error" ? "エラー：" : "確認：";
    line.append(head, words);
    body.prepend(line);
  }

  /** Who hears the field hears what is wrong with it. */
  tie(place, body, words) {
    const group = place.hasAttribute("role");
    const field = group ? place : document.getElementById(`f-${place.dataset.field}`);
    if (!field) return;
    const own = ["error", "doubt"].map((kind) => `f-${place.dataset.field}-${kind}`);
    const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !own.includes(id));
    const ids = [...own.filter((id) => document.getElementById(id)), ...rest];
    if (ids.length > 0) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
    if (group || field.type === "checkbox") return;
    if (words.error) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function isTypedIn(place) {
  const focus = document.activeElement;
  return focus?.matches("input[type=text], textarea") && place.contains(focus) && focus.id === `f-${place.dataset.field}`;
}
