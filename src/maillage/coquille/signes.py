"""The small signs of every page: icon, badge, volet chip. Built in Python: a page holds hundreds.

A state is a round badge, a volet is a square chip with a thread: the shapes are never exchanged.
"""

from __future__ import annotations

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maillage.coquille.icones import ICONES

#: state → icon drawn when none is chosen; `inc` is «à vérifier» (dashed), "" is neutral
ETATS = {
    "ok": "check-circle-fill",
    "att": "hourglass-split",
    "bad": "x-circle-fill",
    "info": "info-circle-fill",
    "inc": "question-circle",
    "": "pause-circle",
}
#: code of a volet → (French name, icon), in the order of the charter
VOLETS = {
    "identite": ("Identité", "person-vcard"),
    "famille": ("Famille", "people"),
    "scolarite": ("Scolarité", "backpack"),
    "social": ("Social", "house-heart"),
    "sante": ("Santé", "heart-pulse"),
    "protection": ("Protection", "shield-lock"),
    "parcours": ("Parcours", "signpost-split"),
    "mediation": ("Médiation", "chat-square-quote"),
}


@cache
def icone(nom: str) -> SafeString:
    """One drawing of the sprite, silent for screen readers: the words beside it speak."""
    if nom not in ICONES:
        raise ValueError(f"Icône non livrée : {nom!r} (voir coquille/icones.py).")
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("look/icones.svg"),
        nom,
    )


def badge(etat: str, texte: str, date: str = "", icone_choisie: str = "") -> SafeString:
    """State of something: icon, words, and the date from which it is true."""
    if etat not in ETATS:
        raise ValueError(f"État de badge inconnu : {etat!r} (connus : {', '.join(ETATS)}).")
    return format_html(
        '<span class="m-badge{}">{}{}{}</span>',
        f" m-badge--{etat}" if etat else "",
        icone(icone_choisie or ETATS[etat]),
        texte,
        format_html(' <span class="d">{}</span>', date) if date else "",
    )


def volet(code: str, texte: str = "") -> SafeString:
    """The volet an entry, a filter or a column belongs to."""
    nom, dessin = VOLETS[code]
    return format_html('<span class="m-volet v-{}">{}{}</span>', code, icone(dessin), texte or nom)
