// The time left in a wait, counted down where it stands.

function words(seconds) {
  if (seconds >= 3600) {
    const minutes = Math.floor((seconds % 3600) / 60);
    return `${Math.floor(seconds / 3600)}時間${minutes ? `${minutes}分` : ""}`;
  }
  if (seconds >= 60) return `${Math.floor(seconds / 60)}分${seconds % 60}秒`;
  return `${seconds}秒`;
}

/** Counts every element marked data-countdown (its value: seconds left) down to nothing. */
export function countDown() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const end = Date.now() + Number(place.dataset.countdown) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      place.textContent = words(left);
      if (left === 0) {
        clearInterval(timer);
        place.closest("p").textContent = "お待たせしました。もう一度入力できます。";
      }
    };
    const timer = setInterval(tick, 1000);
  }
}
