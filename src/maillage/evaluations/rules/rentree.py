"""A new school year: the class that usually follows, and whether the school can stay the same.

A proposal only: somebody ticks each child. Staying down, moving or changing school is known by the family and the school alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from maillage.notions.nomenclatures import charger

NIVEAUX = "n04"


@dataclass(frozen=True, slots=True)
class Suite:
    """What usually follows a class. `niveau` None: unknown; `meme_ecole` False: the level changes, so does the school."""

    niveau: str | None
    meme_ecole: bool


def suite(niveau: str | None) -> Suite:
    """The class after this one, in the order of nomenclature N4.

    A dispositif (ULIS, SEGPA, UPE2A) and a class that nobody wrote say nothing of what follows.
    """
    ordinaires = [
        m
        for m in charger(NIVEAUX).modalites
        if m.famille in ("maternelle", "elementaire", "college")
    ]
    rangs = {m.code: i for i, m in enumerate(ordinaires)}
    if niveau is None or niveau not in rangs:
        return Suite(None, meme_ecole=True)
    if rangs[niveau] + 1 == len(ordinaires):
        return Suite(None, meme_ecole=False)  # after the collège
    apres = ordinaires[rangs[niveau] + 1]
    return Suite(apres.code, meme_ecole=apres.famille == ordinaires[rangs[niveau]].famille)
