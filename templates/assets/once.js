// A second press while the first is still under way is swallowed, without disabling the button
// (a disabled button cannot be reached by keyboard and tells nobody why).

const PATIENCE_MS = 15000;

/** Guards every form marked data-once. */
export function guardForms() {
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      const now = Date.now();
      if (form.sentAt && now - form.sentAt < PATIENCE_MS) {
        event.preventDefault();
        tell(form, "送信しています。そのままお待ちください。");
        return;
      }
      form.sentAt = now;
    });
  }
  // Coming back by the browser's "back" must not meet a form that still believes it was just sent.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) {
      form.sentAt = 0;
      tell(form, "");
    }
  });
}

/** Says something in the form's line for it, making the line where the page has none; `wrong`: in the colour of errors. */
export function tell(form, text, wrong = false) {
  let line = form.querySelector("[data-form-word]");
  if (!line) {
    if (!text) return;
    line = document.createElement("p");
    line.className = "form-word";
    line.setAttribute("role", "status");
    line.dataset.formWord = "";
    form.append(line);
  }
  line.classList.toggle("form-word-wrong", wrong);
  line.textContent = text;
}
