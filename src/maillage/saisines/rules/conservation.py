"""How long a demand that was not taken up is kept. One that became a dossier lives and ends with it."""

from __future__ import annotations

from datetime import date, timedelta

NON_RETENUE = timedelta(days=183)  # half a year: time to come back, and to object

BROUILLON = timedelta(days=60)


def limite(at: date) -> date:
    """Demands not taken up and closed before this day are to be erased."""
    return at - NON_RETENUE


def limite_des_brouillons(at: date) -> date:
    """Drafts untouched since this day are forgotten."""
    return at - BROUILLON
