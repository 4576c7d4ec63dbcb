// One element for each way of painting text that is not in `connus`: its own paint, and what its ancestors put behind it.
// Elements painted alike have the same contrast: axe judges one of them.
(connus) => {
  const vus = new Set(connus), fonds = new Map(), choisis = [], peints = [];
  const fond = (e) => {
    if (!e) return "";
    if (!fonds.has(e)) {
      const s = getComputedStyle(e);
      const calme = s.position === "static" ? "" : `${s.position} ${s.zIndex}`;
      fonds.set(e, [fond(e.parentElement), s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode,
        s.transform, calme, e.matches(":disabled, [aria-disabled=true]")].join("|"));
    }
    return fonds.get(e);
  };
  const empreinte = (texte) => {
    let a = 0xdeadbeef, b = 0x41c6ce57;
    for (let i = 0; i < texte.length; i++) {
      const c = texte.charCodeAt(i);
      a = Math.imul(a ^ c, 2654435761); b = Math.imul(b ^ c, 1597334677);
    }
    return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
  };
  const ecrit = (e) => e.matches("input, select, textarea, button")
    || [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  for (const e of document.body.querySelectorAll("*")) {
    if (!ecrit(e) || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const s = getComputedStyle(e);
    const peint = empreinte([s.color, s.fontSize, s.fontWeight, s.textShadow, e.className, fond(e)].join("|"));
    if (vus.has(peint)) continue;
    vus.add(peint); peints.push(peint); choisis.push(e);
  }
  window.maillageAJuger = choisis;
  return peints;
}
