// Buttons that print the page, and folds that must be open on paper.

/** Brings out the printing buttons (hidden in the markup, since they do nothing without scripts). */
export function offerPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.fold:not(.fold-actions):not([open])")) {
      fold.open = true;
      fold.dataset.openedForPaper = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-opened-for-paper]")) {
      fold.open = false;
      delete fold.dataset.openedForPaper;
    }
  });
}
