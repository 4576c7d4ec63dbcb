/* Maillage — passkeys: the browser asks for the finger or the PIN, the form carries the proof. Loaded only where it serves. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;

  function dire(texte) {
    const bande = document.createElement("div");
    bande.className = "m-alert m-alert--bad mb-3";
    bande.setAttribute("role", "alert");
    bande.textContent = texte;
    document.getElementById("messages")?.replaceChildren(bande);
  }

  const lues = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

  async function demandees(form) {
    const r = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!r.ok) throw new Error(String(r.status));
    return (await r.json()).request_options;
  }

  function creer(form) {
    const options = lues(form).creation_options;
    Object.assign(options.publicKey.authenticatorSelection, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
    return webauthnJSON.create(options);
  }

  const GESTES = {
    creer,
    montrer: (form) => webauthnJSON.get(lues(form).request_options),
    entrer: async (form) => webauthnJSON.get(await demandees(form)),
  };

  document.querySelectorAll("form[data-cle]").forEach((form) => {
    form.querySelectorAll("[data-avec-cle]").forEach((b) => { b.hidden = false; });
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      try {
        form.elements.credential.value = JSON.stringify(await GESTES[form.dataset.cle](form));
        form.submit();
      } catch {
        dire("La clé d’accès n’a pas répondu. Rien n’a changé\u00a0: recommencez, ou prenez un autre moyen.");
      }
    });
  });
})();
