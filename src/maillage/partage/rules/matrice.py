"""The «matrice d'habilitation»: the table of rights, with what the charte takes away, read mission by mission.

CNIL, délib. 2022-008: rights follow attributions, and are written where anybody of the team can read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.comptes.rules import HORS_DU_SECRET, Mission
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.notions.decision import Texte
from maillage.partage.rules.actes import Acte, Relation
from maillage.partage.rules.charte import retire
from maillage.partage.rules.fondements import ART_128
from maillage.partage.rules.regle import Rule
from maillage.partage.rules.table import RULES

# what a cell says, the strongest first: sign, words
SIGNES: tuple[tuple[str, str], ...] = (
    ("E", "lit et écrit"),
    ("L", "lit"),
    ("X", "lit les extraits écrits pour elle"),
    ("U", "ouvre en urgence, sous contrôle"),
)


@dataclass(frozen=True, slots=True)
class Droits:
    """What a mission may do on a volet, for which children, on which grounds. Empty signs: nothing."""

    signes: str
    mots: tuple[str, ...]
    portee: str
    fondements: tuple[Texte, ...]
    regles: tuple[str, ...]
    retires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ligne:
    """A mission and its cells, in the order of the volets."""

    mission: Mission
    cases: tuple[Droits, ...]
    mur: Texte | None = None  # the text that closes everything to this mission


def matrice(clauses: Iterable[str] = ()) -> tuple[Ligne, ...]:
    """Read the table for every mission and volet. The wall is told as such."""
    choisies = frozenset(clauses)
    return tuple(
        Ligne(
            m,
            tuple(_case(m, v, choisies) for v in VOLETS_DU_DOSSIER),
            ART_128 if m in HORS_DU_SECRET else None,
        )
        for m in Mission
    )


def _case(mission: Mission, volet: Volet, clauses: frozenset[str]) -> Droits:
    gardees: list[tuple[Rule, Acte]] = []
    retires = []
    for r in RULES:
        for acte in (Acte.ECRIRE, Acte.LIRE, Acte.LIRE_EXTRAIT, Acte.OUVRIR_EN_URGENCE):
            if (
                r.mission is mission
                and r.relation is not Relation.URGENCE
                and r.couvre(acte, volet)
            ):
                if retire(clauses, r.nom, acte, volet):
                    retires.append(r.nom)
                else:
                    gardees.append((r, acte))
    actes = {acte for _, acte in gardees}
    signes = _signes(actes)
    suivis = {r.relation for r, acte in gardees if acte in {Acte.LIRE, Acte.ECRIRE}}
    return Droits(
        signes=signes,
        mots=tuple(mots for signe, mots in SIGNES if signe in signes),
        portee=_portee(suivis),
        fondements=tuple(dict.fromkeys(r.fondement for r, _ in gardees)),
        regles=tuple(dict.fromkeys(r.nom for r, _ in gardees)),
        retires=tuple(dict.fromkeys(retires)),
    )


def _signes(actes: set[Acte]) -> str:
    direct = "E" if Acte.ECRIRE in actes else "L" if Acte.LIRE in actes else ""
    extrait = "X" if Acte.LIRE_EXTRAIT in actes else ""
    return direct + extrait + ("U" if Acte.OUVRIR_EN_URGENCE in actes else "")


def _portee(relations: set[Relation]) -> str:
    if Relation.MEME_PROGRAMME in relations:
        return "tous les enfants du programme"
    return "les enfants suivis" if Relation.CERCLE in relations else ""
