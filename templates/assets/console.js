// The console. Everything here only adds comfort; the pages work without it.
import { keepDraft } from "./draft.js";
import { fillKnownReviewers } from "./known.js";
import { guardForms } from "./once.js";
import { goOnAfterPapers } from "./onward.js";
import { showPasswords } from "./password.js";
import { offerOwnPhysicians } from "./physicians.js";
import { offerPrinting } from "./print.js";
import { acceptFiles } from "./upload.js";
import { showEras } from "./wareki.js";

showPasswords();
showEras();
fillKnownReviewers();
offerOwnPhysicians();
offerPrinting();
const draft = keepDraft();
acceptFiles(draft);
guardForms();
goOnAfterPapers();
