"""Postes that have children or next steps, and nobody to hold them today, or soon.

«Vacant» is said of a poste, never of a person: what counts is whether somebody answers to the family.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

ANNONCE = timedelta(days=30)  # an end is announced that long before its day
SANS_FIN = date.max


class Tenue(StrEnum):
    """Whether somebody holds a poste."""

    TENU = "tenu"
    FINIT = "finit"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class PosteSuivi:
    """A poste and what it carries. `tenu_jusqu_au`: the last day of its holders, None when nobody holds it today."""

    poste: UUID
    libelle: str
    enfants: int
    etapes: int
    tenu_jusqu_au: date | None

    @property
    def charge(self) -> bool:
        return bool(self.enfants or self.etapes)


def derniere_fin(fins: Iterable[Iterable[date | None]]) -> date | None:
    """The last day on which at least one holder is there. For each holder: the ends of her account, mission and
    occupation; the first to come is hers. A bound that is not known is none. Without holder: None.
    """
    siennes = [min((f for f in lot if f is not None), default=SANS_FIN) for lot in fins]
    return max(siennes, default=None)


def tenue(poste: PosteSuivi, au: date) -> Tenue:
    """Whether the poste is held on this day, and for how long."""
    if poste.tenu_jusqu_au is None or poste.tenu_jusqu_au < au:
        return Tenue.VACANT
    return Tenue.FINIT if poste.tenu_jusqu_au <= au + ANNONCE else Tenue.TENU


def a_passer(postes: Iterable[PosteSuivi], au: date) -> tuple[tuple[PosteSuivi, Tenue], ...]:
    """Those that carry something and that nobody holds, today or soon: the vacant ones first, then by name."""
    dits = ((p, tenue(p, au)) for p in postes if p.charge)
    attendus = [(p, t) for p, t in dits if t is not Tenue.TENU]
    return tuple(
        sorted(attendus, key=lambda d: (d[1] is not Tenue.VACANT, d[0].libelle, str(d[0].poste)))
    )
