"""Days of an agreement: when it ends by default, when somebody must be told."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from maillage.notions.temps import AnneeScolaire

PREAVIS = timedelta(days=30)
RENTREE_PROCHE = timedelta(days=62)  # asked in July or August, an agreement is for the year to come


class Echeance(StrEnum):
    """Where a date stands, seen from today."""

    LOIN = "loin"
    PROCHE = "proche"
    PASSEE = "passee"


def fin_par_defaut(at: date) -> date:
    """Last day of the school year; of the next one when asked in its last two months."""
    annee = AnneeScolaire.du(at)
    return annee.fin if annee.fin - at >= RENTREE_PROCHE else AnneeScolaire(annee.rentree + 1).fin


def echeance(fin: date | None, at: date) -> Echeance:
    """Past, within thirty days, or far. No date known is far: nothing ends by itself."""
    if fin is None:
        return Echeance.LOIN
    if fin < at:
        return Echeance.PASSEE
    return Echeance.PROCHE if fin - at <= PREAVIS else Echeance.LOIN
