"""The value of an indicator: whole numbers, what they are a part of, what stays unknown; ratios are derived, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, median


@dataclass(frozen=True, slots=True)
class Ligne:
    """A figure of a breakdown. `groupe`: the viewpoint, when lines of several must not be added."""

    code: str
    libelle: str
    nombre: int
    groupe: str = ""
    sur: int | None = None


@dataclass(frozen=True, slots=True)
class Mesure:
    """Durations, summed up; `unite` is «mois» or «jours»."""

    unite: str
    nombre: int
    mediane: float
    moyenne: float
    minimum: float
    maximum: float

    @classmethod
    def de(cls, unite: str, valeurs: Iterable[float]) -> Mesure | None:
        """None when there is nothing to sum up: an empty mean is not zero."""
        lues = list(valeurs)
        if not lues:
            return None
        return cls(unite, len(lues), median(lues), fmean(lues), min(lues), max(lues))


@dataclass(frozen=True, slots=True)
class Valeur:
    """What an indicator says of a year. `inconnus`: counted apart. `manque`: why there is no figure at all."""

    code: str
    version: int
    numerateur: int | None
    denominateur: int | None = None
    lignes: tuple[Ligne, ...] = ()
    inconnus: int = 0
    mesure: Mesure | None = None
    a_part: tuple[Ligne, ...] = ()
    manque: str = ""

    @property
    def part(self) -> float | None:
        """Percentage, when there is something to divide by."""
        if not self.denominateur or self.numerateur is None:
            return None
        return 100 * self.numerateur / self.denominateur
