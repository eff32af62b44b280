// Once a clinic is chosen, only its doctors are offered. Without this module all of them are, under their clinics.

/** Watches every list of doctors that names its clinic's field. */
export function offerOwnPhysicians() {
  for (const list of document.querySelectorAll("select[data-physicians-of]")) {
    const clinic = document.getElementById(list.dataset.physiciansOf);
    const [nobody, ...groups] = [...list.children];
    const known = new Set([...(clinic.list?.options ?? [])].map((option) => option.value));
    const show = () => {
      const typed = clinic.value.trim();
      const chosen = list.value;
      const own = known.has(typed) ? groups.filter((group) => group.label === typed) : groups;
      list.replaceChildren(nobody, ...own);
      list.value = [...list.options].some((option) => option.value === chosen) ? chosen : "";
    };
    clinic.addEventListener("input", show);
    show();
  }
}
