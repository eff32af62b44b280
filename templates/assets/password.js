// The labelled box that shows what is typed into a password field.

/** Brings out every box (hidden in the markup, since it does nothing without scripts) and ties it to its field. */
export function showPasswords() {
  for (const label of document.querySelectorAll("[data-show-password]")) {
    const field = document.getElementById(label.dataset.showPassword);
    const box = label.querySelector("input");
    const follow = () => {
      field.type = box.checked ? "text" : "password";
    };
    label.hidden = false;
    follow();
    box.addEventListener("change", follow);
    // Password managers learn and fill fields of this type only; what leaves is the same either way.
    field.form.addEventListener("submit", () => {
      field.type = "password";
    });
    window.addEventListener("pageshow", follow);
  }
}
