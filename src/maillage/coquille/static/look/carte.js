/* Maillage — maps. A table or two fields always say the same: without this script nothing is lost. */
(() => {
  "use strict";
  if (!window.L) return;
  const ETIQUETTES_AU_PLUS = 25; // more labels than that hide one another
  const texte = (mot) => {
    const p = document.createElement("span");
    p.textContent = mot;
    return p;
  };
  const signe = (classes) => L.divIcon({ className: `m-point ${classes}`, iconSize: null, iconAnchor: [8, 8] });

  function preparer(lieu) {
    const d = JSON.parse(document.getElementById(lieu.dataset.carte).textContent);
    const carte = L.map(lieu, {
      attributionControl: Boolean(d.tuiles), zoomControl: false, keyboard: true, zoomSnap: 0.5,
      zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
      minZoom: 9, maxZoom: 19, preferCanvas: false,
    });
    L.control.zoom({ zoomInTitle: "Grossir", zoomOutTitle: "Réduire" }).addTo(carte);
    L.control.scale({ imperial: false }).addTo(carte);
    if (d.tuiles) {
      carte.attributionControl.setPrefix(false);
      // the mention is a setting, and Leaflet would read it as markup
      L.tileLayer(d.tuiles.adresse, { maxZoom: 19, attribution: d.tuiles.mention.replace(/[<>&]/g, " ") }).addTo(carte);
    }
    return [carte, d];
  }

  // a label that would cover another, or leave the map, is hidden; its point still says it when opened
  function desserrer(carte) {
    const cadre = carte.getContainer().getBoundingClientRect(), places = [];
    carte.eachLayer((couche) => {
      const bulle = couche.getTooltip && couche.getTooltip(), dite = bulle && bulle.options.permanent && bulle.getElement();
      if (!dite) return;
      const r = dite.getBoundingClientRect();
      const coupee = r.right > cadre.right || r.left < cadre.left || r.bottom > cadre.bottom || r.top < cadre.top;
      const gene = coupee || places.some(
        (p) => r.left < p.right && p.left < r.right && r.top < p.bottom && p.top < r.bottom);
      dite.classList.toggle("m-tue", gene);
      if (!gene) places.push(r);
    });
  }

  function territoire(carte, d) {
    const bornes = L.latLngBounds([]);
    for (const z of d.zones || []) {
      const forme = L.geoJSON(z.forme, { style: { className: z.cote ? `m-zone m-zone--${z.cote}` : "m-zone" } }).addTo(carte);
      forme.bindTooltip(texte(z.nom), { sticky: true });
      bornes.extend(forme.getBounds());
    }
    const marques = new Map();
    const parler = d.ecoles.length <= ETIQUETTES_AU_PLUS;
    for (const e of d.ecoles) {
      const m = L.marker([e.lat, e.lon], {
        icon: signe(`m-point--${e.label} ${e.college ? "m-point--carre" : ""}`), keyboard: false,
      }).addTo(carte);
      const fiche = texte("");
      fiche.append(Object.assign(document.createElement("b"), { textContent: e.nom }), document.createElement("br"), e.dit);
      m.bindPopup(fiche);
      m.bindTooltip(texte(e.nom), { permanent: parler, direction: "right", offset: [10, 0] });
      marques.set(e.uai, m);
      bornes.extend(m.getLatLng());
    }
    if (bornes.isValid()) carte.fitBounds(bornes, { padding: [24, 24], maxZoom: 17 });
    else carte.setView([48.93, 2.36], 12);
    document.querySelectorAll("[data-montrer]").forEach((bouton) => {
      bouton.hidden = false;
      bouton.addEventListener("click", () => {
        const m = marques.get(bouton.dataset.montrer);
        if (!m) return;
        carte.setView(m.getLatLng(), 16);
        m.openPopup();
        carte.getContainer().scrollIntoView({ block: "center" });
        carte.getContainer().focus({ preventScroll: true });
      });
    });
  }

  function placer(carte, d) {
    const [lat, lon] = ["lat", "lon"].map((n) => document.querySelector(`form input[name=${n}]`));
    const dites = new Set(); // one number of each street bears its label: a place is recognised without any tile
    for (const r of d.reperes) {
      const icon = L.divIcon({ className: "m-point m-point--repere", iconSize: null, iconAnchor: [4, 4] });
      L.marker([r.lat, r.lon], { icon, keyboard: false }).addTo(carte)
        .bindTooltip(texte(r.nom), { permanent: !dites.has(r.voie), direction: "right", offset: [6, 0] });
      dites.add(r.voie);
    }
    for (const c of d.candidats) {
      L.marker([c.lat, c.lon], { icon: signe(""), keyboard: false }).addTo(carte).bindTooltip(texte(c.nom));
    }
    let point = null;
    const montrer = (ou) => {
      if (point) point.setLatLng(ou);
      else {
        const icon = L.divIcon({ className: "m-point m-point--choisi", iconSize: null, iconAnchor: [11, 11] });
        point = L.marker(ou, { icon, keyboard: false, zIndexOffset: 1000 }).addTo(carte);
      }
    };
    carte.on("click", (e) => {
      lat.value = e.latlng.lat.toFixed(6).replace(".", ",");
      lon.value = e.latlng.lng.toFixed(6).replace(".", ",");
      montrer(e.latlng);
    });
    const lire = (champ) => Number(champ.value.replace(",", "."));
    [lat, lon].forEach((champ) => champ.addEventListener("change", () => {
      const ou = [lire(lat), lire(lon)];
      if (ou.every((n) => Number.isFinite(n)) && Math.abs(ou[0]) <= 90) {
        montrer(ou);
        carte.panTo(ou);
      }
    }));
    if (d.point) montrer([d.point.lat, d.point.lon]);
    const centre = d.point || d.centre;
    carte.setView(centre ? [centre.lat, centre.lon] : [48.93, 2.36], d.point ? 17 : centre ? 15 : 12);
  }

  // a contour drawn point by point: the text area is the only truth, so that typing and touching do the same
  function tracer(carte, d) {
    const zone = document.querySelector("form [name=contour]"), outils = document.querySelector("[data-tracer]");
    const dit = outils.querySelector("[data-tracer-dit]"), bornes = L.latLngBounds([]);
    for (const z of d.zones) {
      const forme = L.geoJSON(z.forme, { interactive: false, style: { className: z.cote ? `m-zone m-zone--${z.cote}` : "m-zone" } }).addTo(carte);
      bornes.extend(forme.getBounds());
    }
    const nommer = (r, classes) => {
      const icon = L.divIcon({ className: `m-point ${classes}`, iconSize: null, iconAnchor: [4, 4] });
      L.marker([r.lat, r.lon], { icon, keyboard: false, interactive: false }).addTo(carte)
        .bindTooltip(texte(r.nom), { permanent: true, direction: "right", offset: [6, 0] });
      bornes.extend([r.lat, r.lon]);
    };
    d.ecoles.forEach((e) => nommer(e, "m-point--repere m-point--carre"));
    d.voies.forEach((v) => nommer(v, "m-point--repere"));
    const forme = L.polygon([], { className: "m-zone m-zone--trace", interactive: false });
    let sommets = [];
    const ecrit = (p) => p.map((n) => n.toFixed(6).replace(".", ",")).join(" ; ");
    const lire = () => zone.value.split("\n")
      .map((l) => l.trim().split(/\s*;\s*|\s+/).map((n) => Number(n.replace(",", "."))))
      .filter((p) => p.length === 2 && p.every((n) => Number.isFinite(n)) && Math.abs(p[0]) <= 90);
    const montrer = () => {
      const points = lire();
      forme.setLatLngs(points);
      sommets.forEach((m) => m.remove());
      sommets = points.map((p, i) => L.marker(p, {
        icon: L.divIcon({ className: `m-point ${i ? "m-point--sommet" : "m-point--choisi"}`, iconSize: null, iconAnchor: i ? [6, 6] : [11, 11] }),
        keyboard: false, interactive: false, zIndexOffset: 1000,
      }).addTo(carte));
      dit.textContent = points.length > 2 ? `${points.length} points, la poche est fermée` : `${points.length} point${points.length > 1 ? "s" : ""} sur 3 au moins`;
    };
    const ecrire = (lignes) => {
      zone.value = lignes.join("\n");
      zone.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const lignes = () => zone.value.split("\n").filter((l) => l.trim());
    const ajouter = (ou) => ecrire([...lignes(), ecrit([ou.lat, ou.lng])]);
    outils.hidden = false;
    outils.querySelector("[data-tracer-annuler]").addEventListener("click", () => ecrire(lignes().slice(0, -1)));
    outils.querySelector("[data-tracer-effacer]").addEventListener("click", () => ecrire([]));
    outils.querySelector("[data-tracer-centre]").addEventListener("click", () => ajouter(carte.getCenter()));
    zone.addEventListener("input", montrer);
    carte.on("click", (e) => ajouter(e.latlng));
    carte.doubleClickZoom.disable();
    carte.getContainer().classList.add("m-carte--trace");
    const la = lire();
    if (la.length) carte.fitBounds(L.latLngBounds(la), { padding: [40, 40], maxZoom: 17 });
    else if (bornes.isValid()) carte.fitBounds(bornes, { padding: [24, 24], maxZoom: 15 });
    else carte.setView([48.93, 2.36], 12);
    forme.addTo(carte); // after the view: a shape needs one to be drawn
    montrer();
  }

  document.querySelectorAll("[data-carte]").forEach((lieu) => {
    const [carte, d] = preparer(lieu);
    (d.tracer ? tracer : d.placer ? placer : territoire)(carte, d);
    desserrer(carte);
    carte.on("zoomend moveend resize", () => desserrer(carte));
  });
})();
