"""Periods of a release: each holds all that was counted since 1 September, so that the year is not the sum of its parts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from maillage.notions.temps import AnneeScolaire


class PeriodeScolaire(StrEnum):
    """The end at which the figures are taken."""

    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    ANNEE = "annee"

    @property
    def libelle(self) -> str:
        return {
            PeriodeScolaire.T1: "Premier trimestre",
            PeriodeScolaire.T2: "Deuxième trimestre",
            PeriodeScolaire.T3: "Troisième trimestre",
            PeriodeScolaire.ANNEE: "Année entière",
        }[self]

    @property
    def trimestre(self) -> bool:
        return self is not PeriodeScolaire.ANNEE

    def arretee_au(self, annee: AnneeScolaire) -> date:
        """The last day that is counted."""
        suivante = annee.rentree + 1
        return {
            PeriodeScolaire.T1: date(annee.rentree, 12, 31),
            PeriodeScolaire.T2: date(suivante, 3, 31),
            PeriodeScolaire.T3: date(suivante, 6, 30),
            PeriodeScolaire.ANNEE: annee.fin,
        }[self]

    def titre(self, annee: AnneeScolaire) -> str:
        """What a release is called when nobody names it otherwise."""
        if self is PeriodeScolaire.ANNEE:
            return f"Chiffres de l'année scolaire {annee.libelle}"
        return f"Chiffres du {self.libelle.lower()} {annee.libelle}"


def finies(annee: AnneeScolaire, at: date) -> tuple[PeriodeScolaire, ...]:
    """The periods of a year that are over on a civil day."""
    return tuple(p for p in PeriodeScolaire if p.arretee_au(annee) < at)
