/* Maillage — while one types her password, what every page after needs is fetched: the next page then weighs its own words only. */
(() => {
  "use strict";
  const suite = document.currentScript.dataset.suite.split(" ");
  window.addEventListener("load", () => {
    for (const adresse of suite) fetch(adresse, { credentials: "omit" }).catch(() => {});
    document.fonts?.load("1em 'Atkinson Hyperlegible Next'", "ğ").catch(() => {}); // names from elsewhere
  });
})();
