"""What a machine believes of a family: who agreed from when to when, who leads. Written apart from the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature
from maillage.parcours.rules.passages import Garde

NATURES = {Garde.ACCORD_EPS: Nature.PRESENTATION, Garde.ACCORD_PLAN: Nature.PLAN}


@dataclass
class Demande:
    """What a family was asked: from when to when, and its last words, in order."""

    id: UUID
    depuis: date
    jusqu_au: date
    mots: list[tuple[date, Sens]] = field(default_factory=list)

    def tenue(self, jour: date) -> bool:
        dits = [sens for le, sens in self.mots if le <= jour]
        return self.depuis <= jour <= self.jusqu_au and dits[-1:] == [Sens.ACCORD]


@dataclass
class Enfant:
    """What the machine knows of one child."""

    dossier: Any
    adulte: UUID
    demandes: dict[Nature, list[Demande]]
    referents: list[list[Any]] = field(default_factory=list)  # [first day, last day or None]
    faits: list[tuple[UUID, Any, datetime]] = field(default_factory=list)  # (passage, before, when)
    prouves: dict[UUID, set[Garde]] = field(default_factory=dict)  # held when the passage was made

    def accord(self, nature: Nature, jour: date) -> bool:
        return any(d.tenue(jour) for d in self.demandes[nature])

    def referent(self, jour: date) -> bool:
        return any(a <= jour and (b is None or jour <= b) for a, b in self.referents)

    def tenues(self, *jours: date) -> set[Garde]:
        tenues = {g for g, n in NATURES.items() if all(self.accord(n, j) for j in jours)}
        return tenues | ({Garde.REFERENT} if all(self.referent(j) for j in jours) else set())
