"""What a day holds: what is late, due, near, and who has been silent too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
PROCHE = timedelta(days=14)


class Moment(StrEnum):
    """When a task falls, seen from today."""

    EN_RETARD = "en_retard"
    AUJOURD_HUI = "aujourd_hui"
    PROCHE = "proche"
    PLUS_TARD = "plus_tard"


def moment(echeance: date, aujourd_hui: date) -> Moment:
    """Place a date in the day: late, today, within fourteen days, later."""
    if echeance < aujourd_hui:
        return Moment.EN_RETARD
    if echeance == aujourd_hui:
        return Moment.AUJOURD_HUI
    return Moment.PROCHE if echeance - aujourd_hui <= PROCHE else Moment.PLUS_TARD


@dataclass(frozen=True, slots=True)
class Silence:
    """No trace of contact for this number of days; None when there has never been any."""

    cle: object
    jours: int | None


def silencieux(
    derniers: Mapping[T, date | None], aujourd_hui: date, seuil: int
) -> tuple[Silence, ...]:
    """Those without trace for at least `seuil` days, the longest first; no trace at all comes last, apart."""
    trop = [
        Silence(cle, (aujourd_hui - jour).days if jour else None)
        for cle, jour in derniers.items()
        if jour is None or (aujourd_hui - jour).days >= seuil
    ]
    return tuple(sorted(trop, key=lambda s: -1 if s.jours is None else s.jours, reverse=True))


def ranger(
    taches: Iterable[T], aujourd_hui: date, echeance_de: Callable[[T], date]
) -> dict[Moment, tuple[T, ...]]:
    """Group tasks by moment, each group by date."""
    groupes: dict[Moment, list[T]] = {m: [] for m in Moment}
    for tache in sorted(taches, key=echeance_de):
        groupes[moment(echeance_de(tache), aujourd_hui)].append(tache)
    return {m: tuple(g) for m, g in groupes.items()}
