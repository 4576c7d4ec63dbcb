"""The third reading of the table: what of a dossier leaves the house for this acteur."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Faits, Volet
from maillage.notions.decision import Decision
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Projection(Generic[T]):
    """Open volets with their content, and the decision taken on every volet, open or closed."""

    contenus: Mapping[Volet, T]
    decisions: Mapping[Volet, Decision]

    @property
    def fermes(self) -> tuple[Volet, ...]:
        return tuple(v for v, d in self.decisions.items() if not d)


def decisions(
    acteur: Acteur, faits: Faits, at: date, volets: Iterable[Volet] = VOLETS_DU_DOSSIER
) -> dict[Volet, Decision]:
    """The decision to read each volet."""
    return {v: decide(acteur, Acte.LIRE, v, faits, at) for v in volets}


def project(
    acteur: Acteur,
    faits: Faits,
    sources: Mapping[Volet, Callable[[], T]],
    at: date,
) -> Projection[T]:
    """Load the open volets only: the content of a closed volet is never fetched, so it cannot leak."""
    prises = decisions(acteur, faits, at, sources)
    return Projection({v: sources[v]() for v, d in prises.items() if d}, prises)
