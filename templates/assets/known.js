// Picking a known reviewer's name fills in the address, and the other way round. Only empty fields are filled; of two
// reviewers with the same name none is guessed.

/** Watches every row, also those that come later. */
export function fillKnownReviewers() {
  const names = document.getElementById("known-names");
  if (!names) return;
  const known = [...names.options].map((option) => ({ name: option.value, mail: option.label }));
  document.addEventListener("change", (event) => {
    const row = event.target.closest?.(".seat-row");
    if (!row) return;
    const name = row.querySelector("[name=seat_name]");
    const mail = row.querySelector("[name=seat_mail]");
    if (event.target === name) fill(mail, known.filter((it) => same(it.name, name.value)).map((it) => it.mail));
    if (event.target === mail) fill(name, known.filter((it) => same(it.mail, mail.value)).map((it) => it.name));
  });
}

function same(one, other) {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function fill(field, found) {
  if (found.length !== 1 || field.value.trim() !== "") return;
  field.value = found[0];
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
