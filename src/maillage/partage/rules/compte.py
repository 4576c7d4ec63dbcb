"""The account of accesses in plain words: one line for a person and a day, saying what she did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.dossiers.rules import LIBELLES, Volet

GESTES = {
    "lister": "a vu le nom de l'enfant",
    "lire": "a lu",
    "ecrire": "a écrit dans",
    "planifier": "a prévu ou terminé une étape",
    "trier": "a rangé un texte repris de l'ancien fichier",
    "designer": "a désigné la personne qui suit l'enfant",
    "reprendre_les_etapes": "a remis une étape à la personne qui suit l'enfant",
    "importer": "a repris l'ancien fichier de suivi",
    "consigner": "a tenu une page réservée du dossier",  # what it holds is not said on a paper
    "voir_les_acces": "a regardé cette liste des accès",
}
AVEC_VOLET = frozenset({"lire", "ecrire"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One access, in the users' clock."""

    instant: datetime
    acteur: UUID | None
    acte: str
    volet: str
    accorde: bool
    en_liste: bool


@dataclass(frozen=True, slots=True)
class Visite:
    """What one person did with a dossier in a day."""

    acteur: UUID | None
    jour: date
    debut: datetime
    fin: datetime
    gestes: tuple[str, ...]


def regrouper(passages: Iterable[Passage]) -> list[Visite]:
    """One visit for each person and day, the latest first. What is refused and granted must not be mixed by callers."""
    par_jour: dict[tuple[date, UUID | None], list[Passage]] = {}
    for p in sorted(passages, key=lambda p: p.instant, reverse=True):
        par_jour.setdefault((p.instant.date(), p.acteur), []).append(p)
    return [
        Visite(qui, jour, siens[-1].instant, siens[0].instant, gestes(siens))
        for (jour, qui), siens in par_jour.items()
    ]


def gestes(passages: Iterable[Passage]) -> tuple[str, ...]:
    """What these accesses did, in words, each thing once. Opening the page tells more than seeing the name."""
    passages = list(passages)
    ouvert = any(not p.en_liste for p in passages)
    dits = []
    for acte, phrase in GESTES.items():
        siens = [p for p in passages if p.acte == acte]
        if not siens or (acte == "lister" and ouvert and len({p.acte for p in passages}) > 1):
            continue
        if acte in AVEC_VOLET:
            dits.append(f"{phrase} {_volets(siens)}")
        elif acte == "lister" and not ouvert:
            dits.append(f"{phrase} dans une liste")
        else:
            dits.append(phrase)
    autres = sorted({p.acte for p in passages} - set(GESTES))
    return (*dits, *(f"autre accès ({a.replace('_', ' ')})" for a in autres))


def _volets(passages: Iterable[Passage]) -> str:
    vus = {p.volet for p in passages}
    noms = [LIBELLES[v] for v in Volet if v in vus]
    return "le volet " + noms[0] if len(noms) == 1 else "les volets " + ", ".join(noms)
