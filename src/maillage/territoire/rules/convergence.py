"""Do the maps agree? How much of éducation prioritaire stands in the priority zones of a generation.

A réseau is counted «in» when one of its établissements stands in a zone, «out» when all of them are known to stand elsewhere,
«unknown» otherwise: a school without position, or a commune whose zones have no perimeter, is never a «no».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

POURCENTAGE_A_PARTIR_DE = 20  # a share of a smaller base misleads: the two numbers are said instead
SECRET_SOUS = 5


@dataclass(frozen=True, slots=True)
class EcoleSituee:
    """A school of a réseau: whether it stands in a priority zone (None: unknown)."""

    uai: str
    nom: str
    dans: bool | None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ReseauSitue:
    """A réseau and where its schools stand."""

    nom: str
    label: str
    ecoles: tuple[EcoleSituee, ...]

    @property
    def dans(self) -> bool | None:
        vus = [e.dans for e in self.ecoles]
        if True in vus:
            return True
        return None if None in vus or not vus else False


@dataclass(frozen=True, slots=True)
class Repartition:
    """How many of how many; what nobody knows is apart and counted in `total`."""

    oui: int
    non: int
    inconnus: int

    @property
    def total(self) -> int:
        return self.oui + self.non + self.inconnus

    @property
    def bornes(self) -> tuple[int, int] | None:
        """Share in whole percents, at least and at most; None under a base of twenty."""
        if self.total < POURCENTAGE_A_PARTIR_DE:
            return None
        au_plus = -(-100 * (self.oui + self.inconnus) // self.total)  # never under what may be
        return 100 * self.oui // self.total, au_plus


def repartition(valeurs: Iterable[bool | None]) -> Repartition:
    """Count yes, no and unknown."""
    lues = list(valeurs)
    return Repartition(lues.count(True), lues.count(False), lues.count(None))


@dataclass(frozen=True, slots=True)
class EnfantsDansLesDeux:
    """Followed children whose home is in a zone and whose school is in a réseau. None: too few to be said."""

    dans_les_deux: int | None
    connus: int
    inconnus: int


def enfants_dans_les_deux(couples: Iterable[tuple[bool | None, bool | None]]) -> EnfantsDansLesDeux:
    """From (home in a zone, school in a réseau) of each child. A small number, or its small complement, is not said."""
    lus = list(couples)
    connus = [(a, b) for a, b in lus if a is not None and b is not None]
    deux = sum(1 for a, b in connus if a and b)
    petit = 0 < deux < SECRET_SOUS or 0 < len(connus) - deux < SECRET_SOUS
    return EnfantsDansLesDeux(None if petit else deux, len(connus), len(lus) - len(connus))
