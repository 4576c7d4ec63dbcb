/* Copying the figures: the button shows only where the browser can copy; the text stays there to be selected by hand. */
(() => {
  "use strict";
  const boutons = document.querySelectorAll("[data-copier]");
  if (!navigator.clipboard) return;
  boutons.forEach((b) => {
    b.hidden = false;
    b.addEventListener("click", async () => {
      const etat = b.parentElement.querySelector("[data-copie-etat]");
      try {
        await navigator.clipboard.writeText(document.querySelector(b.dataset.copier).value);
        etat.textContent = "Copié. Collez dans le questionnaire ou dans un tableur.";
      } catch {
        etat.textContent = "Le navigateur n’a pas laissé copier : ouvrez le texte et copiez-le à la main.";
      }
    });
  });
})();
