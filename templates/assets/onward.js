// A form whose answer is a paper opens it in a new tab. Whoever comes back finds the page as things stand then, not as they
// were before the paper was made.

/** Goes on where a sent form says, as soon as its tab is looked at again. */
export function goOnAfterPapers() {
  for (const form of document.querySelectorAll("form[data-then]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      const goOn = () => {
        if (document.visibilityState !== "visible") return;
        document.removeEventListener("visibilitychange", goOn);
        window.location.assign(form.dataset.then);
      };
      document.addEventListener("visibilitychange", goOn);
    });
  }
}
