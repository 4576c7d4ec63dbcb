"""The coverage: how many of the children followed were evaluated twice in the year. A count, never a rank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.evaluations.rules.campagnes import RangDeCampagne

DEFINITION = (
    "Enfants évalués deux fois : enfants dont le parcours est en cours ou suspendu aujourd’hui, et dont"
    " l’évaluation est terminée au premier et au second point de l’année scolaire avec leur école."
    " Les autres enfants suivis comptent dans le total, même arrivés en cours d’année ou reportés."
)


@dataclass(frozen=True, slots=True)
class EnfantEvalue:
    """A child who is followed, and the points at which her evaluation was finished."""

    cle: str
    faites: frozenset[RangDeCampagne] = frozenset()


@dataclass(frozen=True, slots=True)
class Couverture:
    """Children followed, by the number of evaluations finished in the year."""

    deux: int
    une: int
    aucune: int

    @property
    def suivis(self) -> int:
        return self.deux + self.une + self.aucune

    @property
    def definition(self) -> str:
        return DEFINITION


def couvrir(enfants: Iterable[EnfantEvalue]) -> Couverture:
    """Count each child once, whatever the number of lines about her."""
    faites: dict[str, frozenset[RangDeCampagne]] = {}
    for enfant in enfants:
        faites[enfant.cle] = faites.get(enfant.cle, frozenset()) | enfant.faites
    comptes = [len(f) for f in faites.values()]
    deux = sum(n == len(RangDeCampagne) for n in comptes)
    return Couverture(deux, comptes.count(1), comptes.count(0))
