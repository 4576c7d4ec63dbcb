"""The values of the engine: what it is given (`Fiche`) and what it proposes (`Doublon`, with reasons)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from maillage.notions.temps import DatePartielle

from .pliage import plier_grossierement

DOUBLON = "doublon"
FRATRIE = "fratrie"

_TELEPHONE = re.compile(r"(?:\+33|0033|\b33|0)\D?\D?([1-9](?:\D?\d){8})")
_APRES_LA_RUE = frozenset(
    ["apt", "appt", "appartement", "esc", "escalier", "bat", "batiment", "etage", "porte"]
)
_MOTS_DE_VOIE = frozenset(
    ["rue", "r", "avenue", "av", "ave", "bd", "bld", "boulevard", "allee", "all", "place", "pl",
     "chemin", "ch", "square", "sq", "quai", "impasse", "imp", "passage", "cours", "route", "rte",
     "cite", "residence", "res", "de", "du", "des", "d", "la", "le", "les", "l", "et", "n", "no",
     "numero"]
)  # fmt: skip
_MOTS_D_ECOLE = frozenset(
    ["ecole", "ec", "elementaire", "elem", "maternelle", "mat", "primaire", "college", "clg", "col",
     "clge", "ee", "em", "ep", "e", "de", "du", "des", "la", "le", "les", "l", "groupe", "scolaire"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fiche:
    """What is known of a child when looking for duplicates; an empty field is unknown, not different."""

    cle: str
    nom: str
    prenom: str
    naissance: DatePartielle | None = None
    sexe: str | None = None
    adresse: str = ""
    etablissement: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Raison:
    """One line of the explanation: a stable code, the French sentence shown, and what it weighs."""

    code: str
    phrase: str
    points: float


@dataclass(frozen=True, slots=True)
class Doublon:
    """Two records proposed to a person: `doublon` (may be one child) or `fratrie` (shown apart).

    `a` sorts before `b`; the points of the reasons sum to the score.
    """

    a: str
    b: str
    score: float
    classe: str
    raisons: tuple[Raison, ...]


def lire_adresses(textes: Iterable[str]) -> dict[str, str]:
    """Reduce each address to its number and the words that name the street, town left out."""
    return {t: _rue(plie.split()) for t, plie in plier_grossierement(textes).items()}


def _rue(mots: list[str]) -> str:
    gardes: list[str] = []
    for mot in mots:
        if mot in _APRES_LA_RUE or (len(mot) == 5 and mot.isdecimal()):
            break
        if mot not in _MOTS_DE_VOIE:
            gardes.append(mot)
    return " ".join(gardes) if len(gardes) > 1 else ""


def lire_telephone(texte: str) -> int:
    """Return the nine digits of the first French number found, plus one; 0 when there is none."""
    if len(texte) == 10 and texte.isdecimal() and texte[0] == "0":
        return int(texte) + 1
    lu = _TELEPHONE.search(texte) if texte else None
    return int(re.sub(r"\D", "", lu[1])) + 1 if lu else 0


def lire_etablissements(textes: Iterable[str]) -> dict[str, str]:
    """Keep the words that name each school (a UAI code stays whole)."""
    return {
        texte: " ".join([m for m in plie.split() if m not in _MOTS_D_ECOLE])
        for texte, plie in plier_grossierement(textes).items()
    }


def ordonnees(fiches: Sequence[Fiche]) -> list[Fiche]:
    """Sort by key, so that no answer depends on the order of the file; two equal keys are refused."""
    triees = sorted(fiches, key=attrgetter("cle"))
    if len({f.cle for f in triees}) != len(triees):
        raise ValueError("Deux fiches portent la même clé.")
    return triees
