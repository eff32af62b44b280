// The console. Everything here only adds comfort; the pages work without it.
import { keepDraft } from "./draft.js";
import { fillKnownReviewers } from "./known.js";
import { guardForms } from "./once.js";
import { showPasswords } from "./password.js";
import { offerPrinting } from "./print.js";
import { acceptFiles } from "./upload.js";
import { showEras } from "./wareki.js";

showPasswords();
showEras();
fillKnownReviewers();
offerPrinting();
const draft = keepDraft();
acceptFiles(draft);
guardForms();
