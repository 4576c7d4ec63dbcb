"""What each poste carries, to share the work out. Postes keep the order of the team: nothing here ranks anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from maillage.parcours.rules.etapes import Etape


@dataclass(frozen=True, slots=True)
class ChargeDePoste:
    """The children that a poste follows and what waits for them. `habituelle` is None while nobody said it.

    `a_evaluer` is None where no room counts it.
    """

    poste: UUID
    libelle: str
    titulaires: tuple[str, ...]
    par_etape: Mapping[Etape, int] = field(default_factory=dict)
    etapes_dues: int = 0
    en_retard: int = 0
    silencieux: int = 0
    a_evaluer: int | None = None
    habituelle: int | None = None

    @property
    def enfants(self) -> int:
        """Children followed, whatever their stage."""
        return sum(self.par_etape.values())

    @property
    def places(self) -> int | None:
        """Room left before the usual load; less than zero beyond it, None when it is not known."""
        return None if self.habituelle is None else self.habituelle - self.enfants

    @property
    def vacant(self) -> bool:
        """Nobody holds the poste today."""
        return not self.titulaires


@dataclass(frozen=True, slots=True)
class Totaux:
    """The whole team. `places` adds the postes that said their usual load, `inconnues` counts the others."""

    enfants: int
    par_etape: Mapping[Etape, int]
    etapes_dues: int
    en_retard: int
    silencieux: int
    a_evaluer: int | None
    places: int
    inconnues: int


def totaliser(charges: Iterable[ChargeDePoste]) -> Totaux:
    """Add the postes up. A poste beyond its load takes no place from the others."""
    lues = tuple(charges)
    evalues = [c.a_evaluer for c in lues if c.a_evaluer is not None]
    return Totaux(
        enfants=sum(c.enfants for c in lues),
        par_etape={e: n for e in Etape if (n := sum(c.par_etape.get(e, 0) for c in lues))},
        etapes_dues=sum(c.etapes_dues for c in lues),
        en_retard=sum(c.en_retard for c in lues),
        silencieux=sum(c.silencieux for c in lues),
        a_evaluer=sum(evalues) if evalues else None,
        places=sum(max(0, c.places) for c in lues if c.places is not None),
        inconnues=sum(c.places is None for c in lues),
    )
