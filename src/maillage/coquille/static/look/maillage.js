/* Maillage — the little that pages do by themselves. Nothing here is needed to work: every page answers without script. */
(() => {
  "use strict";
  const corps = document.body;
  const dansUnChamp = (el) =>
    el instanceof Element && (el.closest("input,textarea,select,[contenteditable]") !== null);

  /* Keys: «/» search, «n» note; silent inside fields, refused from the help page (WCAG 2.1.4). */
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") return fermerCartes(null, true);
    if (corps.dataset.raccourcis !== "oui" || e.ctrlKey || e.metaKey || e.altKey) return;
    if (dansUnChamp(e.target) || document.querySelector("dialog[open]")) return;
    const cible = [...document.querySelectorAll(`[data-touche="${CSS.escape(e.key)}"]`)]
      .find((el) => el.offsetParent !== null);
    if (!cible) return;
    e.preventDefault();
    const note = e.key === "n" && document.querySelector("[data-note]");
    if (note) note.focus();
    else if (cible.matches("a")) cible.click();
    else cible.focus();
  });

  /* Cards that open: one at a time, closed by Escape (focus comes back) and by a click elsewhere. */
  const CARTES = "details.m-why[open]:not(.m-why--flow),details.m-pick[open],details.m-plus[open]";
  function fermerCartes(sauf, rendreLeFocus) {
    document.querySelectorAll(CARTES).forEach((d) => {
      if (d === sauf || (sauf && d.contains(sauf))) return;
      const dedans = d.contains(document.activeElement);
      d.open = false;
      if (rendreLeFocus && dedans) d.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (e) => fermerCartes(e.target, false));

  /* Errors of a form: the summary takes the focus when the page opens, and after a fragment. */
  const montrerErreurs = (racine) => racine.querySelector("form[method=post] [data-erreurs]")?.focus();
  montrerErreurs(document);
  corps.addEventListener("htmx:afterSwap", (e) => montrerErreurs(e.target));

  /* An answer that failed is said, never silent. */
  function dire(texte) {
    const zone = document.getElementById("messages");
    if (!zone) return;
    const bande = document.createElement("div");
    bande.className = "m-alert m-alert--bad mb-3";
    bande.setAttribute("role", "alert");
    bande.textContent = texte;
    zone.replaceChildren(bande);
  }
  corps.addEventListener("htmx:responseError", () =>
    dire("La réponse n’est pas arrivée comme prévu. Ce que vous avez saisi est toujours là\u00a0: recommencez."));
  corps.addEventListener("htmx:sendError", () =>
    dire("Maillage ne répond pas. Ce que vous avez saisi est toujours là\u00a0: vérifiez le réseau, puis recommencez."));

  /* Unsaved work: the browser asks before leaving a changed form marked data-garde. */
  const changes = new Set();
  document.addEventListener("input", (e) => {
    const form = e.target.closest("form[data-garde]");
    if (form) changes.add(form);
  });
  document.addEventListener("submit", (e) => changes.delete(e.target));
  corps.addEventListener("htmx:afterRequest", (e) => {
    if (e.detail.successful) changes.delete(e.target.closest?.("form"));
  });
  window.addEventListener("beforeunload", (e) => {
    for (const form of changes) if (form.isConnected) return e.preventDefault();
  });

  /* Drafts: kept on the server every 10 s and when a field is left. */
  const heure = () => {
    const d = new Date();
    return `${d.getHours()}\u00a0h\u00a0${String(d.getMinutes()).padStart(2, "0")}`;
  };
  async function garder(form) {
    if (!form.dataset.sale) return;
    delete form.dataset.sale;
    const etat = form.querySelector("[data-brouillon-etat]");
    try {
      const envoi = new FormData(form);
      for (const [nom, valeur] of [...envoi]) if (valeur instanceof File) envoi.delete(nom);
      const r = await fetch(form.dataset.brouillonUrl, { method: "POST", body: envoi });
      if (!r.ok) throw new Error(String(r.status));
      changes.delete(form);
      if (etat) etat.textContent = `Brouillon gardé, ${heure()}`;
    } catch {
      form.dataset.sale = "1";
      if (etat) etat.textContent = "Brouillon pas encore gardé\u00a0: nouvel essai dans 10 secondes";
    }
  }
  const brouillons = () => document.querySelectorAll("form[data-brouillon-url]");
  document.addEventListener("input", (e) => {
    const form = e.target.closest("form[data-brouillon-url]");
    if (form) form.dataset.sale = "1";
  });
  document.addEventListener("focusout", (e) => {
    const form = e.target instanceof Element && e.target.closest("form[data-brouillon-url]");
    if (form) garder(form);
  });
  setInterval(() => brouillons().forEach(garder), 10000);

  /* Notes: a template is added to what is typed; Ctrl + Enter sends. Dictation and plain keys are left alone. */
  document.querySelectorAll("[data-modele]").forEach((b) => { b.hidden = false; });
  document.addEventListener("click", (e) => {
    const b = e.target instanceof Element && e.target.closest("[data-modele]");
    if (!b) return;
    const form = b.closest("form");
    const champ = form.querySelector("textarea");
    champ.value = (champ.value.trim() ? `${champ.value.trimEnd()}\n\n` : "") + b.dataset.modele;
    for (const nom of ["nature", "moyen"]) {
      const liste = form.elements.namedItem(nom);
      if (liste && b.dataset[nom] && !liste.value) liste.value = b.dataset[nom];
    }
    champ.dispatchEvent(new Event("input", { bubbles: true }));
    champ.focus();
    const fin = champ.value.indexOf("\n", champ.value.indexOf(b.dataset.modele));
    champ.selectionStart = champ.selectionEnd = fin < 0 ? champ.value.length : fin;
  });
  document.addEventListener("keydown", (e) => {
    const champ = e.target instanceof Element && e.target.closest("textarea.m-dictee");
    if (champ && e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); champ.form.requestSubmit(); }
  });

  /* Session: a warning two minutes before the end, one key to stay; drafts are kept before it. */
  const veille = document.getElementById("veille");
  if (veille && corps.dataset.sessionFin) {
    const AVANT = 120;
    let fin = Date.now() + Number(corps.dataset.sessionFin) * 1000;
    const reste = veille.querySelector("[data-reste]");
    veille.querySelector("form").addEventListener("submit", async (e) => {
      e.preventDefault();
      const r = await fetch(corps.dataset.sessionUrl, { method: "POST", body: new FormData(e.target) });
      if (!r.ok || r.redirected) return location.reload();
      fin = Date.now() + (await r.json()).secondes * 1000;
      veille.close();
    });
    setInterval(() => {
      const secondes = Math.round((fin - Date.now()) / 1000);
      if (secondes > AVANT) return;
      if (secondes <= 0) return location.reload();
      if (!veille.open) { brouillons().forEach(garder); veille.showModal(); }
      reste.textContent = secondes > 60 ? "deux minutes" : "une minute";
    }, 1000);
  }

  /* Copy, print: buttons that only a script can serve appear with it. */
  document.querySelectorAll("[data-imprimer]").forEach((b) => {
    b.hidden = false;
    b.addEventListener("click", () => window.print());
  });
})();
