"""The gap between two groups of pupils, with its uncertainty: Newcombe's hybrid score interval (1998, method 10).

A cohort is counted whole; the interval says what the chance of a small cohort makes vary from one year to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

NIVEAU = 0.95
Z = 1.959963984540054  # of the normal law, for 95 %
OBJECTIF = 10.0  # points: «réduire à moins de 10 % les écarts»
BASE_D_UN_TAUX = 20  # under it, numbers are shown and no percentage


@dataclass(frozen=True, slots=True)
class Part:
    """`nombre` pupils out of `effectif`."""

    nombre: int
    effectif: int

    def __post_init__(self) -> None:
        if not 0 <= self.nombre <= self.effectif or self.effectif == 0:
            raise ValueError("Le nombre va de zéro à l’effectif, et l’effectif n’est pas nul.")

    @property
    def taux(self) -> float:
        return self.nombre / self.effectif

    @property
    def petite(self) -> bool:
        """Too few for a percentage."""
        return self.effectif < BASE_D_UN_TAUX


class Conclusion(StrEnum):
    """What can be said of a gap against the aim."""

    SOUS_L_OBJECTIF = "sous_l_objectif"
    AU_DESSUS = "au_dessus"
    INDECIS = "indecis"
    EFFECTIFS_PETITS = "effectifs_petits"

    @property
    def phrase(self) -> str:
        return PHRASES[self]


PHRASES = {
    Conclusion.SOUS_L_OBJECTIF: "L’écart est sous 10 points, même en tenant compte du hasard.",
    Conclusion.AU_DESSUS: "L’écart dépasse 10 points, même en tenant compte du hasard.",
    Conclusion.INDECIS: "Ces effectifs ne permettent pas de dire si l’écart est sous 10 points.",
    Conclusion.EFFECTIFS_PETITS: "Moins de 20 élèves d’un côté : trop peu pour comparer des taux.",
}


@dataclass(frozen=True, slots=True)
class Ecart:
    """Points between the rest and the réseau (positive: the réseau is behind), and the bounds of the interval."""

    points: float
    bas: float
    haut: float
    conclusion: Conclusion


def wilson(part: Part) -> tuple[float, float]:
    """Score interval of one proportion (Wilson 1927)."""
    n, p, z2 = part.effectif, part.taux, Z * Z
    centre, demi = p + z2 / (2 * n), Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, (centre - demi) / (1 + z2 / n)), min(1.0, (centre + demi) / (1 + z2 / n))


def newcombe(un: Part, deux: Part) -> tuple[float, float]:
    """Interval of `un.taux - deux.taux`, from the score intervals of both."""
    (l1, u1), (l2, u2) = wilson(un), wilson(deux)
    d = un.taux - deux.taux
    bas = d - sqrt((un.taux - l1) ** 2 + (u2 - deux.taux) ** 2)
    haut = d + sqrt((u1 - un.taux) ** 2 + (deux.taux - l2) ** 2)
    return max(-1.0, bas), min(1.0, haut)


def ecart(reseau: Part, reste: Part) -> Ecart:
    """The gap of a réseau to the rest, both counted."""
    bas, haut = newcombe(reste, reseau)
    petit = reseau.petite or reste.petite
    return _dit(reste.taux - reseau.taux, bas, haut, petit=petit)


def ecart_a_un_taux(reseau: Part, taux: float) -> Ecart:
    """The gap to a published rate whose headcount is not said: held to be exact."""
    bas, haut = wilson(reseau)
    return _dit(taux - reseau.taux, taux - haut, taux - bas, petit=reseau.petite)


def _dit(d: float, bas: float, haut: float, *, petit: bool) -> Ecart:
    points, plancher, plafond = (100 * x for x in (d, bas, haut))
    if petit:
        conclusion = Conclusion.EFFECTIFS_PETITS
    elif plafond < OBJECTIF:
        conclusion = Conclusion.SOUS_L_OBJECTIF
    elif plancher >= OBJECTIF:
        conclusion = Conclusion.AU_DESSUS
    else:
        conclusion = Conclusion.INDECIS
    return Ecart(points, plancher, plafond, conclusion)
