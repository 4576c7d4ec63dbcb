"""The agenda proposed from what waits: who goes first and why, who comes together, and what fits in the time.

No child is scored: an order is the day since which a family waits, and what was put off goes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.eps.rules.seances import PREMIER_EXAMEN, REEXAMEN


@dataclass(frozen=True, slots=True)
class EnAttente:
    """A situation that waits for a séance. `groupe`: those who come for it (same school), "" when nobody knows."""

    id: UUID
    attend_depuis: date
    reexamen: bool = False
    ajournements: int = 0
    groupe: str = ""

    @property
    def minutes(self) -> int:
        return REEXAMEN if self.reexamen else PREMIER_EXAMEN

    @property
    def rang(self) -> tuple[bool, date, UUID]:
        """The order of attention: put off before, then waiting longest; the number breaks ties."""
        return (self.ajournements == 0, self.attend_depuis, self.id)


@dataclass(frozen=True, slots=True)
class Proposee:
    """One line of the proposed agenda, with its reason."""

    id: UUID
    minutes: int
    raison: str


@dataclass(frozen=True, slots=True)
class OrdreDuJour:
    """What is proposed, and what will wait for the next séance."""

    retenues: tuple[Proposee, ...] = ()
    reportees: tuple[UUID, ...] = ()

    @property
    def total(self) -> int:
        return sum(p.minutes for p in self.retenues)


def proposer(attentes: Iterable[EnAttente], place: int, at: date) -> OrdreDuJour:
    """Fill `place` minutes: in the order of attention, each one that fits; then those of a same group side by side."""
    retenues: list[EnAttente] = []
    reportees: list[UUID] = []
    reste = place
    for attente in sorted(attentes, key=lambda a: a.rang):
        if attente.minutes <= reste:
            retenues.append(attente)
            reste -= attente.minutes
        else:
            reportees.append(attente.id)
    suite = grouper(retenues)
    return OrdreDuJour(
        tuple(
            Proposee(a.id, a.minutes, _raison(a, avant, at))
            for a, avant in zip(suite, (None, *suite), strict=False)
        ),
        tuple(reportees),
    )


def grouper(attentes: Iterable[EnAttente]) -> tuple[EnAttente, ...]:
    """Those of a same group follow each other, from the place of the first of them; an unknown group stays alone."""
    groupes: dict[str, list[EnAttente]] = {}
    for rang, attente in enumerate(attentes):
        groupes.setdefault(attente.groupe or f"\x00{rang}", []).append(attente)
    return tuple(a for groupe in groupes.values() for a in groupe)


def _raison(attente: EnAttente, avant: EnAttente | None, at: date) -> str:
    jours = (at - attente.attend_depuis).days
    attend = (
        "Attend depuis aujourd’hui"
        if jours < 1
        else f"Attend depuis {jours} jour" + "s" * (jours > 1)
    )
    if attente.ajournements:
        return f"Ajournée déjà {attente.ajournements} fois ; {attend[0].lower()}{attend[1:]}."
    if avant is not None and attente.groupe and attente.groupe == avant.groupe:
        return f"{attend} ; mêmes partenaires que la précédente."
    return f"{attend}."


def echanger(rangs: tuple[UUID, ...], ident: UUID, pas: int) -> tuple[UUID, ...]:
    """Move one line by one place, up (-1) or down (+1); at the edge nothing moves."""
    ici = rangs.index(ident)
    la = ici + pas
    if not 0 <= la < len(rangs):
        return rangs
    suite = list(rangs)
    suite[ici], suite[la] = suite[la], suite[ici]
    return tuple(suite)
