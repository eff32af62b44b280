// Physicians' pages. Everything here only adds comfort; the pages work without it.
import { countDown } from "./countdown.js";
import { guardForms } from "./once.js";
import { showPasswords } from "./password.js";
import { countPasscode } from "./passcode.js";
import { offerPrinting } from "./print.js";
import { bringToLife } from "./opinion_form.js";
import { showPlace } from "./opinion_place.js";
import { saveByItself } from "./opinion_save.js";
import { sendWithProgress } from "./opinion_upload.js";

document.documentElement.classList.add("scripted");
countPasscode();
showPasswords();
guardForms();
countDown();
offerPrinting();
sendWithProgress();
const form = document.querySelector("form[data-opinion]");
if (form) {
  bringToLife(form);
  saveByItself(form);
  showPlace(form);
}

// A page the browser kept in memory may show what was: a form since sent in, a door since closed. Ask again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".who")) location.reload();
});
