"""Viewpoints on an objective (N36): who speaks, what she sees change, in her words. Never added, never averaged.

The scale has an order, to be drawn; it has no figure. Two viewpoints that differ are an information, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Regard(StrEnum):
    """Whose viewpoint. The order is that of the screens: the child first."""

    ENFANT = "enfant"
    PARENTS = "parents"
    ECOLE = "ecole"
    REFERENT = "referent"
    PARTENAIRE = "partenaire"

    @property
    def libelle(self) -> str:
        return {
            Regard.ENFANT: "L’enfant",
            Regard.PARENTS: "Les parents",
            Regard.ECOLE: "L’école",
            Regard.REFERENT: "Le référent",
            Regard.PARTENAIRE: "Un partenaire",
        }[self]


class Evolution(StrEnum):
    """What is seen to change since the last time, from the most favourable down; the last one is not a place on the scale."""

    NETTE = "amelioration_nette"
    LEGERE = "legere_amelioration"
    STABLE = "stable"
    DEGRADATION = "degradation"
    NON_EVALUABLE = "non_evaluable"

    @property
    def libelle(self) -> str:
        return {
            Evolution.NETTE: "Amélioration nette",
            Evolution.LEGERE: "Légère amélioration",
            Evolution.STABLE: "Stable",
            Evolution.DEGRADATION: "Dégradation",
            Evolution.NON_EVALUABLE: "Non évaluable",
        }[self]

    @property
    def dans_une_phrase(self) -> str:
        """«une dégradation», after a verb."""
        return {
            Evolution.NETTE: "une amélioration nette",
            Evolution.LEGERE: "une légère amélioration",
            Evolution.STABLE: "une situation stable",
            Evolution.DEGRADATION: "une dégradation",
            Evolution.NON_EVALUABLE: "trop peu pour le dire",
        }[self]


ECHELLE = (Evolution.NETTE, Evolution.LEGERE, Evolution.STABLE, Evolution.DEGRADATION)
# what a family may hear as a verdict is never told without a fact, nor a silence without its reason
DEMANDE_DES_MOTS = frozenset({Evolution.DEGRADATION, Evolution.NON_EVALUABLE})


@dataclass(frozen=True, slots=True)
class RegardLu:
    """One viewpoint, on one day, with the words of who spoke."""

    regard: Regard
    evolution: Evolution
    le: date
    mots: str = ""
    auteur: str = ""


def mots_manquants(evolution: Evolution, mots: str) -> str:
    """Why words are missing beside this answer; nothing when they are not."""
    if evolution not in DEMANDE_DES_MOTS or mots.strip():
        return ""
    if evolution is Evolution.NON_EVALUABLE:
        return "Dites pourquoi ce n’est pas évaluable."
    return "Écrivez le fait qui le montre, dans les mots de la personne."


def derniers(regards: Iterable[RegardLu]) -> tuple[RegardLu, ...]:
    """The latest word of each viewpoint, in the order of the screens; of one day, the last one given."""
    connus: dict[Regard, RegardLu] = {}
    for r in regards:
        if r.regard not in connus or r.le >= connus[r.regard].le:
            connus[r.regard] = r
    return tuple(connus[r] for r in Regard if r in connus)


def difference(regards: Iterable[RegardLu]) -> str:
    """A sentence when the latest viewpoints do not agree; what cannot be told contradicts nobody."""
    dits = [r for r in derniers(regards) if r.evolution in ECHELLE]
    if len({r.evolution for r in dits}) < 2:
        return ""
    verbe = {Regard.PARENTS: "voient"}
    parts = [
        f"{r.regard.libelle[0].lower()}{r.regard.libelle[1:]} {verbe.get(r.regard, 'voit')} {r.evolution.dans_une_phrase}"
        for r in dits
    ]
    return f"Les regards diffèrent : {', '.join(parts)}."
