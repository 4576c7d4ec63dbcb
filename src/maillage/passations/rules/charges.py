"""The lowest heaviest load that siblings kept together allow, found by trying from the lowest bound up.

Children alone always fit under a load that leaves enough places in all: only fratries are tried. When the trials are
too many, the largest-first placing is kept and the answer says that it is not proved the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

ESSAIS = 20_000  # placings tried for one load


@dataclass(frozen=True, slots=True)
class Placees:
    """For each fratrie, the rank of its poste; `maximum`: the heaviest load once everyone is placed."""

    rangs: tuple[int, ...]
    maximum: int
    exacte: bool


@dataclass(slots=True)
class _Recherche:
    tailles: Sequence[int]
    plafond: int
    vus: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    essais: int = 0

    def placer(self, rang: int, charges: list[int]) -> list[int] | None:
        """The first placing of what remains under the ceiling, the least loaded poste tried first."""
        if rang == len(self.tailles):
            return []
        etat = (rang, tuple(sorted(charges)))
        if etat in self.vus or self.essais >= ESSAIS:
            return None
        self.vus.add(etat)
        taille, essayees = self.tailles[rang], set()
        for poste in sorted(range(len(charges)), key=lambda p: (charges[p], p)):
            if charges[poste] in essayees or charges[poste] + taille > self.plafond:
                continue
            essayees.add(charges[poste])  # another poste with this load would give the same
            self.essais += 1
            suite = self.placer(
                rang + 1,
                [c + taille if p == poste else c for p, c in enumerate(charges)],
            )
            if suite is not None:
                return [poste, *suite]
        return None


def placer_les_fratries(tailles: Sequence[int], charges: Sequence[int], seuls: int) -> Placees:
    """Place fratries (the largest first) on postes that already have these loads; `seuls` children come after."""
    gloutonne, maximum = _gloutonne(tailles, charges, seuls)
    exacte = True
    for plafond in range(_borne(tailles, charges, seuls), maximum):
        recherche = _Recherche(tailles, plafond)
        rangs = recherche.placer(0, list(charges))
        if rangs is not None:
            return Placees(tuple(rangs), plafond, exacte)
        exacte = exacte and recherche.essais < ESSAIS
    return Placees(gloutonne, maximum, exacte)


def _borne(tailles: Sequence[int], charges: Sequence[int], seuls: int) -> int:
    """No placing is under this: the average, a load already there, the largest fratrie on the lightest poste."""
    total = sum(charges) + sum(tailles) + seuls
    moyenne = -(-total // len(charges))
    return max(moyenne, *charges, min(charges) + max(tailles, default=0))


def _gloutonne(
    tailles: Sequence[int], charges: Sequence[int], seuls: int
) -> tuple[tuple[int, ...], int]:
    """Each fratrie on the least loaded poste."""
    prises, rangs = list(charges), []
    for taille in tailles:
        poste = min(range(len(prises)), key=lambda p: (prises[p], p))
        prises[poste] += taille
        rangs.append(poste)
    total = sum(prises) + seuls
    return tuple(rangs), max(*prises, -(-total // len(prises)))
