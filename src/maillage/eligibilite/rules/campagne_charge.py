"""Unit jobs with a first and a last week: the smallest load per week that suffices, and a calendar that reaches it.

Serving the nearest last week first is optimal for unit jobs whatever the places left in each week, so the smallest
capacity found by halving is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Tache:
    """One exit, between two weeks (their ranks, both included)."""

    cle: str
    premiere: int
    derniere: int


def charge_minimale(taches: Sequence[Tache], deja: Sequence[int]) -> int:
    """The smallest weekly load that suffices, over what is already there."""
    bas = max(deja, default=0)
    haut = bas + len(taches)
    while bas < haut:
        milieu = (bas + haut) // 2
        if _servir(taches, deja, milieu) is None:
            bas = milieu + 1
        else:
            haut = milieu
    return bas


def servir(taches: Sequence[Tache], deja: Sequence[int]) -> dict[str, int]:
    """The week of each job under the smallest load, the earliest weeks first: what slips still has room."""
    rangs = _servir(taches, deja, charge_minimale(taches, deja))
    if rangs is None:  # a job has no week at all: the caller sets these apart
        raise ValueError("Une sortie n'a aucune semaine possible.")
    return rangs


def _servir(taches: Sequence[Tache], deja: Sequence[int], capacite: int) -> dict[str, int] | None:
    attente = sorted(taches, key=lambda t: (t.premiere, t.derniere, t.cle), reverse=True)
    prets: list[tuple[int, str]] = []
    rangs: dict[str, int] = {}
    for w, pris in enumerate(deja):
        while attente and attente[-1].premiere <= w:
            t = attente.pop()
            heappush(prets, (t.derniere, t.cle))
        for _ in range(capacite - pris):
            if not prets:
                break
            derniere, cle = heappop(prets)
            if derniere < w:
                return None
            rangs[cle] = w
        if prets and prets[0][0] <= w:
            return None
    return rangs if len(rangs) == len(taches) else None
