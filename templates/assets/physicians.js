// Once a clinic is chosen, only its doctors are offered, and the only one is chosen. Without this module all of them are, under their clinics.

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
    clinic.addEventListener("input", () => {
      show();
      // The clinic's only doctor is whom most requests mean; 「医療機関に任せる」 stays a choice.
      const own = [...list.options].filter((option) => option.value !== "");
      if (known.has(clinic.value.trim()) && list.value === "" && own.length === 1) list.value = own[0].value;
    });
    show();
  }
}
