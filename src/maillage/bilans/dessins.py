"""Drawings as SVG: with the classes of the look on a page, with colours of their own on paper and in files."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from maillage.bilans.rules.dessin import Dessin, Forme

# On paper a drawing has no stylesheet: the light palette of the look, by class. Contrasts are those of look.md.
ENCRE, ENCRE_2, CANARD, NOYER = "#1B2A2D", "#47555A", "#0C5F66", "#B4531A"
PAPIER = {
    "g1": f'fill="{CANARD}"',
    "g2": 'fill="#5FA9A4"',
    "g3": 'fill="#C9A227"',
    "g4": f'fill="{NOYER}"',
    "g0": 'fill="#EEEDE7"',
    "gl": 'stroke="#DAD8CF" stroke-width="1"',
    "ga": 'stroke="#5B676A" stroke-width="1.4"',
    "s1": f'fill="none" stroke="{CANARD}" stroke-width="3"',
    "s4 sd": f'stroke="{NOYER}" stroke-width="2" stroke-dasharray="6 4"',
    "tint": 'fill="#E0EEED"',
    "h": f'fill="url(#hachures)" stroke="{ENCRE_2}" stroke-width="0.6"',
}
MOTS = {
    "": f'fill="{ENCRE_2}"',
    "b": f'fill="{ENCRE}" font-weight="bold"',
    "c1": f'fill="{CANARD}" font-weight="bold"',
    "c4": f'fill="{NOYER}" font-weight="bold"',
}
HACHURES = (
    '<defs><pattern id="{id}" class="hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="g0" width="8" height="8"{fond}/>'
    '<line x1="0" x2="0" y1="0" y2="8"{trait}/></pattern></defs>'
)


def svg_de_page(dessin: Dessin, cle: str) -> SafeString:
    """For a page: `cle` makes the ids of this drawing its own."""
    hachures = f"hachures-{cle}"
    corps = "".join(_de_page(f, hachures) for f in dessin.formes)
    defs = HACHURES.format(id=hachures, fond="", trait="") if _hachuree(dessin) else ""
    return _svg(dessin, f'role="img" aria-label="{escape(dessin.description)}"', defs + corps)


def svg_imprime(dessin: Dessin) -> SafeString:
    """For paper and files: colours inside, the description as its title."""
    defs = HACHURES.format(
        id="hachures", fond=' fill="#EEEDE7"', trait=f' stroke="{ENCRE_2}" stroke-width="1.4"'
    )
    corps = "".join(_imprimee(f) for f in dessin.formes)
    police = (
        'xmlns="http://www.w3.org/2000/svg" font-family="DejaVu Sans, sans-serif" font-size="14"'
    )
    titre = f"<title>{escape(dessin.description)}</title>"
    return _svg(dessin, police, titre + (defs if _hachuree(dessin) else "") + corps)


def _svg(dessin: Dessin, attributs: str, corps: str) -> SafeString:
    texte = f'<svg viewBox="0 0 {dessin.largeur} {dessin.hauteur}" {attributs}>{corps}</svg>'
    return mark_safe(texte)  # noqa: S308 - numbers, classes of ours, texts escaped one by one


def _hachuree(dessin: Dessin) -> bool:
    return any(f.classe == "h" for f in dessin.formes)


def _attributs(f: Forme) -> str:
    return "".join(f' {nom}="{escape(valeur)}"' for nom, valeur in f.attributs)


def _de_page(f: Forme, hachures: str) -> str:
    classe = (
        f' fill="url(#{hachures})"'
        if f.classe == "h"
        else f' class="{f.classe}"'
        if f.classe
        else ""
    )
    return f"<{f.balise}{_attributs(f)}{classe}>{escape(f.texte)}</{f.balise}>"


def _imprimee(f: Forme) -> str:
    style = MOTS[f.classe] if f.balise == "text" else PAPIER[f.classe]
    return f"<{f.balise}{_attributs(f)} {style}>{escape(f.texte)}</{f.balise}>"
