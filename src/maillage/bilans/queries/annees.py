"""The school years that a page offers."""

from __future__ import annotations

from datetime import date

from maillage.notions.temps import AnneeScolaire

PROPOSEES = 12
PREMIERE = 2005  # the PRE were created by the law of 18 January 2005


def annees_proposees(at: date) -> tuple[AnneeScolaire, ...]:
    """The running year and those before it, the latest first."""
    courante = AnneeScolaire.du(at).rentree
    return tuple(
        AnneeScolaire(a) for a in range(courante, max(PREMIERE, courante - PROPOSEES) - 1, -1)
    )
