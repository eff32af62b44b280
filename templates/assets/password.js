// The labelled box that shows what is typed into a password field.

const CHOICE = "kairan-show-password";

/** What was chosen on the page before; a form that came back must not tick the box again. */
function chosen(fallback) {
  try {
    const kept = sessionStorage.getItem(CHOICE);
    return kept === null ? fallback : kept === "yes";
  } catch {
    return fallback;
  }
}

function keep(shown) {
  try {
    sessionStorage.setItem(CHOICE, shown ? "yes" : "no");
  } catch {
    // A browser without storage ticks the box as the page came.
  }
}

/** Brings out every box (unseen until then, since it does nothing without scripts) and ties it to its field. */
export function showPasswords() {
  for (const label of document.querySelectorAll("[data-show-password]")) {
    const field = document.getElementById(label.dataset.showPassword);
    const box = label.querySelector("input");
    const follow = () => {
      field.type = box.checked ? "text" : "password";
    };
    label.classList.add("ready");
    if (box.checked) box.checked = chosen(true);
    follow();
    box.addEventListener("change", () => {
      keep(box.checked);
      follow();
    });
    // Password managers learn and fill fields of this type only; what leaves is the same either way.
    field.form.addEventListener("submit", () => {
      field.type = "password";
    });
    window.addEventListener("pageshow", follow);
  }
}
