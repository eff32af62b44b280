// Reviewers' pages. Everything here only adds comfort; the pages work without it.
import { countDown } from "./countdown.js";
import { guardForms } from "./once.js";
import { showPasswords } from "./password.js";

showPasswords();
guardForms();
countDown();

// A page the browser kept in memory shows what was: a room that has been left, or "not opened
// yet" of what was just read. Ask again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".who")) location.reload();
});
