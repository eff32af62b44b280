// The Japanese era and weekday beside every date field.

const ERA = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", {
  era: "long", year: "numeric", month: "long", day: "numeric", weekday: "short", timeZone: "UTC",
});

/** "2026-12-03" becomes "令和8年12月3日(木)"; anything else an empty text. */
export function wareki(value) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!parts) return "";
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return Number.isNaN(day.getTime()) ? "" : ERA.format(day);
}

/** Keeps the text beside each field right while the date is chosen. */
export function showEras() {
  for (const field of document.querySelectorAll("input[data-wareki]")) {
    const text = document.getElementById(field.dataset.wareki);
    field.addEventListener("input", () => {
      text.textContent = wareki(field.value);
    });
  }
}
