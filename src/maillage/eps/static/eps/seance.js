/* The timer of the séance. Without script it shows the time at the opening of the page: the server keeps the count. */
(() => {
  "use strict";
  const chrono = document.querySelector("[data-chrono]");
  if (!chrono || !("tourne" in chrono.dataset)) return;
  const barre = chrono.parentElement.querySelector("progress");
  const depart = performance.now();
  const deja = Number(chrono.dataset.chrono);
  const deux = (n) => String(n).padStart(2, "0");
  setInterval(() => {
    const s = deja + Math.floor((performance.now() - depart) / 1000);
    chrono.textContent = `${deux(Math.floor(s / 60))}:${deux(s % 60)}`;
    if (barre) barre.value = s / 60;
  }, 1000);
})();
