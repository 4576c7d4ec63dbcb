"""The values of the engine: what it is given (`Fiche`) and what it proposes (`Doublon`, with reasons)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.notions.temps import DatePartielle

from .noms import plier

DOUBLON = "doublon"
FRATRIE = "fratrie"

_TELEPHONE = re.compile(r"(?:\+33|0033|\b33|0)\D?\D?([1-9](?:\D?\d){8})")
_APRES_LA_RUE = re.compile(
    r"\b(?:\d{5}|apt|appt|appartement|esc|escalier|bat|batiment|etage|porte)\b"
)
_MOTS_DE_VOIE = frozenset(
    [
        "rue",
        "r",
        "avenue",
        "av",
        "ave",
        "bd",
        "bld",
        "boulevard",
        "allee",
        "all",
        "place",
        "pl",
        "chemin",
        "ch",
        "square",
        "sq",
        "quai",
        "impasse",
        "imp",
        "passage",
        "cours",
        "route",
        "rte",
        "cite",
        "residence",
        "res",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "n",
        "no",
        "numero",
    ]
)
_MOTS_D_ECOLE = frozenset(
    [
        "ecole",
        "ec",
        "elementaire",
        "elem",
        "maternelle",
        "mat",
        "primaire",
        "college",
        "clg",
        "col",
        "clge",
        "ee",
        "em",
        "ep",
        "e",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "groupe",
        "scolaire",
    ]
)


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


def lire_adresse(texte: str) -> str:
    """Reduce an address to its number and the words that name the street, town left out."""
    debut = _APRES_LA_RUE.split(plier(texte), maxsplit=1)[0].split()
    mots = [m for m in debut if m not in _MOTS_DE_VOIE]
    return " ".join(mots) if len(mots) > 1 else ""


def lire_telephone(texte: str) -> str:
    """Return the nine digits of the first French number found, or nothing."""
    if len(texte) == 10 and texte[0] == "0" and texte.isdigit():
        return texte[1:]
    lu = _TELEPHONE.search(texte)
    return re.sub(r"\D", "", lu[1]) if lu else ""


def lire_etablissement(texte: str) -> str:
    """Keep the words that name the school (a UAI code stays whole)."""
    return " ".join(m for m in plier(texte).split() if m not in _MOTS_D_ECOLE)


def ordonnees(fiches: Sequence[Fiche]) -> list[Fiche]:
    """Sort by key, so that no answer depends on the order of the file; two equal keys are refused."""
    triees = sorted(fiches, key=lambda f: f.cle)
    if len({f.cle for f in triees}) != len(triees):
        raise ValueError("Deux fiches portent la même clé.")
    return triees
