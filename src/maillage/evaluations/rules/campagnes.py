"""A campaign: the first or the second point of a school year, between two days.

Ground: the child is evaluated twice a year with each school head (N27, «point école»).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from maillage.notions.decision import Decision, Motif, Texte
from maillage.notions.temps import AnneeScolaire, Periode

POINT_ECOLE = Texte("Circulaire du 13 juin 2005 (réussite éducative) ; point école, deux par an")


class RangDeCampagne(IntEnum):
    """Which of the two points of the year."""

    PREMIER = 1
    SECOND = 2

    @property
    def libelle(self) -> str:
        return "Premier point" if self is RangDeCampagne.PREMIER else "Second point"


@dataclass(frozen=True, slots=True)
class CampagneConnue:
    """A campaign as the rules look at it."""

    annee: AnneeScolaire
    rang: RangDeCampagne
    periode: Periode

    def en_cours(self, at: date) -> bool:
        return self.periode.contient(at)

    def finie(self, at: date) -> bool:
        fin = self.periode.jusqu_au
        return fin is not None and fin < at

    @property
    def libelle(self) -> str:
        return f"{self.rang.libelle} {self.annee.libelle}"


def peut_ouvrir(voulue: CampagneConnue, connues: Iterable[CampagneConnue]) -> Decision:
    """May this campaign be opened beside the others of its year? Says why not."""
    for code, phrase in _empechements(voulue, list(connues)):
        return Decision(False, Motif(code, phrase), POINT_ECOLE, "Changez les dates ou le rang.")
    return Decision(True, Motif("campagne_possible", "Ce point peut s’ouvrir."), POINT_ECOLE)


def _empechements(
    voulue: CampagneConnue, connues: list[CampagneConnue]
) -> Iterable[tuple[str, str]]:
    annee, periode = voulue.annee, voulue.periode
    if periode.depuis is None or periode.jusqu_au is None:
        yield "dates_absentes", "Un point a un premier et un dernier jour."
        return
    if periode.depuis < annee.debut or periode.jusqu_au > annee.fin:
        yield "hors_de_l_annee", f"Ces jours ne sont pas tous dans l’année {annee.libelle}."
    for autre in connues:
        if autre.annee != annee:
            continue
        if autre.rang is voulue.rang:
            yield "deja_ouverte", f"Le {autre.libelle.lower()} est déjà ouvert."
        elif autre.periode.croise(periode):
            yield "se_croisent", "Les deux points de l’année se croiseraient."
        elif (autre.rang < voulue.rang) != (autre.periode < periode):
            yield "ordre", "Le second point vient après le premier."
