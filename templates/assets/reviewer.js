// Reviewers' pages. Everything here only adds comfort; the pages work without it.
import { guardForms } from "./once.js";
import { showPasswords } from "./password.js";

showPasswords();
guardForms();
