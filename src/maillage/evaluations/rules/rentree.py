"""A new school year: the class that usually follows, and whether the school can stay the same.

A proposal only: somebody ticks each child. Staying down, moving or changing school is known by the family and the school alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from maillage.notions.nomenclatures import charger

NIVEAUX = "n04"


@dataclass(frozen=True, slots=True)
class Suite:
    """What usually follows a class. `niveau` None: unknown; `meme_ecole` False: the level changes, so does the school."""

    niveau: str | None
    meme_ecole: bool


INCONNUE = Suite(None, meme_ecole=True)
CYCLES = ("maternelle", "elementaire", "college")


def suite(niveau: str | None) -> Suite:
    """The class after this one, in the order of nomenclature N4.

    A dispositif (ULIS, SEGPA, UPE2A) and a class that nobody wrote say nothing of what follows.
    """
    return _suites().get(niveau or "", INCONNUE)


@cache
def _suites() -> Mapping[str, Suite]:
    ordinaires = [m for cycle in CYCLES for m in charger(NIVEAUX).de_famille(cycle)]
    suivies = {
        avant.code: Suite(apres.code, meme_ecole=avant.famille == apres.famille)
        for avant, apres in pairwise(ordinaires)
    }
    return {**suivies, ordinaires[-1].code: Suite(None, meme_ecole=False)}  # after the collège
