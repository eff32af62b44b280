// Where one is on the form: the bar names the section in sight; its list closes behind whoever chose from it.

/** Keeps the bar's list of sections up to date. */
export function showPlace(form) {
  const where = form.querySelector("[data-where]");
  if (!where) return;
  const here = where.querySelector("[data-here]");
  const heads = [...form.querySelectorAll("[data-section]")];
  const links = [...where.querySelectorAll("ol a")];
  const look = () => {
    const top = window.innerHeight / 3;
    const passed = heads.filter((head) => head.getBoundingClientRect().top <= top).length;
    const at = Math.max(0, passed - 1);
    here.textContent = links[at].textContent;
    links.forEach((link, place) => (place === at ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current")));
  };
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      look();
    });
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  look();
  where.addEventListener("click", (event) => {
    if (event.target.closest("a")) where.open = false;
  });
  where.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !where.open) return;
    where.open = false;
    where.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!where.contains(event.target)) where.open = false;
  });
}
