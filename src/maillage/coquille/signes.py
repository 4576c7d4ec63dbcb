"""The small signs of every page: icon, badge, volet chip. Built in Python: a page holds hundreds.

A state is a round badge, a volet is a square chip with a thread: the shapes are never exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
    return _volet_nomme(str(code), texte) if texte else _volet(str(code))


@cache
def _volet(code: str) -> SafeString:
    return _volet_nomme(code, VOLETS[code][0])


def _volet_nomme(code: str, texte: str) -> SafeString:
    dessin = icone(VOLETS[code][1])
    return format_html('<span class="m-volet v-{}">{}{}</span>', code, dessin, texte)


def mois_du_fil(mois: str) -> SafeString:
    """The heading of a month in a timeline."""
    return format_html('<li class="m-ev m-ev--month">{}</li>', mois[:1].upper() + mois[1:])


def entree_du_fil(entree: Any, couloir: int) -> SafeString:
    """One entry of a timeline, on its lane. `entree`: volet, quand, auteur, titre, texte, url, badges, and when it has some:
    pieces (words, address), anciens (who and when, text), corriger (address), as attributes or keys.

    Written here and not in a template: a child's page holds hundreds, and each cost a tenth of a millisecond.
    """
    lu = entree.get if isinstance(entree, dict) else lambda nom: getattr(entree, nom, None)
    noms = ("volet", "quand", "auteur", "titre", "texte", "url")
    code, quand, auteur, titre, texte, adresse = [_echapper(lu(nom)) for nom in noms]
    if adresse:
        titre = f'<a class="m-who" href="{adresse}">{titre}</a>'
    return mark_safe(  # noqa: S308 - each piece is escaped above or built by this module
        f'<li class="m-ev v-{code}"><span class="m-ev__knot l{couloir:d}" aria-hidden="true"></span>'
        f'<span class="m-ev__weft l{couloir:d}" aria-hidden="true"></span><article class="m-ev__card">'
        f'<div class="m-ev__meta">{volet(code)}<span>{quand}{" · " + auteur if auteur else ""}</span></div>'
        f'<h3 class="mt-1">{titre}</h3>{f"""<p class="m-texte">{texte}</p>""" if texte else ""}'
        f"{_badges(lu('badges') or ())}{_de_plus(lu, titre)}</article></li>"
    )


def _de_plus(lu: Callable[[str], Any], titre: str) -> str:
    """Files, former texts, the way to correct: most entries have none of the first two."""
    pieces = "".join(
        f'<li><a href="{escape(adresse)}">{icone("download")}{escape(mots)}</a></li>'
        if adresse
        else f"<li>{escape(mots)}</li>"
        for mots, adresse in lu("pieces") or ()
    )
    anciens = "".join(
        f'<p class="micro soft mb-0">{escape(entete)}</p><p class="m-texte">{escape(texte)}</p>'
        for entete, texte in lu("anciens") or ()
    )
    morceaux = [f'<ul class="m-pieces">{pieces}</ul>'] if pieces else []
    if anciens:
        morceaux.append(
            '<details class="m-deplier"><summary>Texte avant correction</summary>'
            f"{anciens}</details>"
        )
    if adresse := lu("corriger"):
        morceaux.append(
            f'<a class="m-corriger m-noprint" href="{escape(adresse)}" aria-label="Corriger : {titre}">'
            f"{icone('pencil-square')}Corriger</a>"
        )
    return "".join(morceaux)


def _echapper(mot: str | None) -> str:
    """As templates do, without their detour by lazy texts."""
    return mot if isinstance(mot, SafeString) else escape(mot or "")


def _badges(badges: Iterable[tuple[str, str, str, str]]) -> str:
    dessines = "".join(badge(*b) for b in badges)
    return f'<div class="m-signes">{dessines}</div>' if dessines else ""
