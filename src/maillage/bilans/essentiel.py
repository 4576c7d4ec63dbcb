"""The report in four pages: which plots answer the first questions, and what is cut when the words are many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from maillage.bilans.dessins import svg_imprime
from maillage.bilans.rules.blocs import Bloc
from maillage.bilans.rules.rapport import Rapport

Dessines = list[tuple[Bloc, SafeString | str]]
Choix = tuple[tuple[str, int], ...]  # section, rank of its block


@dataclass(frozen=True, slots=True)
class Place:
    """How much is kept: signs of the editorial, of each comment, comments and plots on a page."""

    edito: int
    commentaire: int
    commentaires: int
    dessins: int


# The fullest first. The last one always holds: a plot a page, nothing written by hand.
PLACES = (
    Place(700, 420, 2, 3),
    Place(450, 300, 1, 3),
    Place(450, 300, 1, 2),
    Place(250, 0, 0, 2),
    Place(0, 0, 0, 1),
)
UNE: Choix = (("public", 0), ("public", 1))
PAGES: tuple[tuple[str, str, Choix, tuple[str, ...]], ...] = (
    ("Pourquoi, et quels parcours", "Ce qui inquiétait, et ce que deviennent les enfants.",
     (("motifs", 0), ("parcours", 1), ("eps", 0)), ("motifs", "parcours", "eps")),
    ("Les actions, et ce qui attend", "Ce qui a été fait, et ce qui n’a pas encore commencé.",
     (("actions", 0), ("manques", 0), ("reseaux", 0)), ("actions", "manques", "reseaux")),
    ("Les moyens et les partenaires", "Avec qui, et avec quoi ?",
     (("moyens", 0), ("moyens", 1), ("gouvernance", 0)), ("moyens", "gouvernance")),
)  # fmt: skip


def dessiner(blocs: Iterable[Bloc]) -> Dessines:
    return [(b, svg_imprime(b.dessin) if b.dessin else "") for b in blocs]


def essentiel(r: Rapport, place: Place) -> dict[str, Any]:
    """What the four pages show when they have this much room."""
    edito = couper(r.commentaires.get("edito", ""), place.edito)
    return {
        "edito": [p for p in edito.split("\n") if p.strip()],
        "une": _choisis(r, UNE, place),
        "pages": [
            (titre, question, _choisis(r, choix, place), _dits(r, commentees, place))
            for titre, question, choix, commentees in PAGES
        ],
    }


def _choisis(r: Rapport, choix: Choix, place: Place) -> Dessines:
    lues = [(r.section(code), rang) for code, rang in choix]
    blocs = [s.courts[rang] for s, rang in lues if s and rang < len(s.courts)]
    return dessiner(blocs[: place.dessins])


def _dits(r: Rapport, codes: Iterable[str], place: Place) -> list[str]:
    dits = [couper(s.commentaire, place.commentaire) for c in codes if (s := r.section(c))]
    return [d for d in dits if d][: place.commentaires]


def couper(texte: str, signes: int) -> str:
    """The first signs of a text, cut at a word, with a word that says so; nothing when there is no room."""
    if not signes:
        return ""
    if len(texte) <= signes:
        return texte
    return f"{texte[:signes].rsplit(' ', 1)[0].rstrip(' ,;:.')}… (suite dans le rapport)"
