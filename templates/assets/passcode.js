// A passcode with a sign too many or too few is told before it is sent: what was typed stays in the field, where it can be put right.
// The page that answers a wrong one never repeats it.
import { tell } from "./once.js";

/** The form marked data-passcode-signs; to be called before other listeners look at its submit. */
export function countPasscode() {
  for (const form of document.querySelectorAll("form[data-passcode-signs]")) {
    const most = Number(form.dataset.passcodeSigns);
    const field = form.querySelector("[name=passcode]");
    const line = document.createElement("p");
    line.className = "hint";
    line.setAttribute("aria-hidden", "true");
    field.after(line);
    const follow = () => {
      const typed = signs(field.value);
      line.textContent = typed > 0 ? `${most}文字のうち ${typed}文字` : "";
      return typed;
    };
    field.addEventListener("input", follow);
    form.addEventListener("submit", (event) => {
      const typed = follow();
      if (typed === 0 || typed === most) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(form, `パスコードは${most}文字です（区切りの「-」を除く）。いま${typed}文字入っています。依頼書と見比べてください。`, true);
      forget(form);
      field.focus();
    });
  }
}

/** As the server counts: letters and digits, full-width ones too. */
function signs(text) {
  return (text.normalize("NFKC").match(/[0-9a-z]/gi) || []).length;
}

/** What the last answer said of fields that have been filled since is true no longer. */
function forget(form) {
  document.querySelector(".error-summary")?.remove();
  for (const field of form.querySelectorAll(".field-wrong")) {
    const input = field.querySelector("input");
    if (!input.value) continue;
    field.classList.remove("field-wrong");
    field.querySelector(".field-error")?.remove();
    input.removeAttribute("aria-invalid");
  }
}
