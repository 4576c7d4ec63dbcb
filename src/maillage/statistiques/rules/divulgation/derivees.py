"""Shares, means and gaps derived from released counts only, with the ends between which the truth stays.

A percentage of the true counts would say again what rounding and suppression keep back: nothing here ever sees a true count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maillage.statistiques.rules.divulgation.demande import Mode


@dataclass(frozen=True, slots=True)
class Encadrement:
    """A figure as a reader has it. `montre`: the figure shown, None when suppressed; `haut` None: no upper end is known."""

    montre: float | None
    bas: float
    haut: float | None

    @property
    def exact(self) -> bool:
        return self.haut is not None and self.bas == self.haut == self.montre


def encadrer(
    valeur: int | None, mode: Mode, base: int = 5, au_plus: Encadrement | None = None
) -> Encadrement:
    """What a released count says. `au_plus`: a released count that contains this one; it bounds it from above."""
    plafond = au_plus.haut if au_plus else None
    if valeur is None:
        return Encadrement(None, 0.0, plafond)
    jeu = base - 1 if mode is Mode.ARRONDI else 0
    haut = float(valeur + jeu)
    return Encadrement(
        float(valeur), float(max(valeur - jeu, 0)), haut if plafond is None else min(haut, plafond)
    )


def part(dedans: Encadrement, tout: Encadrement) -> Encadrement | None:
    """The share of a whole that contains it, in percent; None when the whole may be nobody."""
    if tout.bas <= 0 or tout.montre is None:
        return None
    bas = 0.0 if tout.haut is None else dedans.bas / max(tout.haut, dedans.bas)
    haut = 1.0 if dedans.haut is None else dedans.haut / max(tout.bas, dedans.haut)
    montre = None if dedans.montre is None else min(1.0, dedans.montre / tout.montre)
    return _pour_cent(montre, bas, haut)


def _pour_cent(montre: float | None, bas: float, haut: float) -> Encadrement:
    if montre is not None:
        bas, haut = min(bas, montre), max(haut, montre)
        montre *= 100
    return Encadrement(montre, bas * 100, haut * 100)


def ecart(une: Encadrement | None, autre: Encadrement | None) -> Encadrement | None:
    """The gap between two shares, in points; None when one of them cannot be said."""
    if une is None or autre is None or une.haut is None or autre.haut is None:
        return None
    inconnu = une.montre is None or autre.montre is None
    montre = None if inconnu else (une.montre or 0.0) - (autre.montre or 0.0)
    return Encadrement(montre, une.bas - autre.haut, une.haut - autre.bas)


def moyenne(classes: Mapping[float, Encadrement]) -> Encadrement | None:
    """The mean of a value whose classes are counted (`classes`: value of the class -> its count).

    None when the upper end of a count is unknown, or when there may be nobody. The ends of the mean are reached by counts
    that are least on one side of a value and greatest on the other.
    """
    valeurs = sorted(classes)
    if not valeurs or any(classes[v].haut is None for v in valeurs):
        return None
    bas = [classes[v].bas for v in valeurs]
    haut = [classes[v].haut or 0.0 for v in valeurs]
    if sum(bas) <= 0:
        return None
    coupes = range(len(valeurs) + 1)
    moins = min(_moyenne(valeurs, [*haut[:k], *bas[k:]]) for k in coupes)
    plus = max(_moyenne(valeurs, [*bas[:k], *haut[k:]]) for k in coupes)
    montres = [classes[v].montre for v in valeurs]
    connus = [m for m in montres if m is not None]
    complets = len(connus) == len(montres) and math.fsum(connus) > 0
    dite = _moyenne(valeurs, connus) if complets else None
    return Encadrement(dite, moins, plus)


def _moyenne(valeurs: Sequence[float], poids: Sequence[float]) -> float:
    return math.fsum(v * p for v, p in zip(valeurs, poids, strict=True)) / math.fsum(poids)


def sommer(comptes: Iterable[Encadrement]) -> Encadrement:
    """The sum of released counts that do not overlap."""
    lus = list(comptes)
    inconnu, ouvert = any(c.montre is None for c in lus), any(c.haut is None for c in lus)
    return Encadrement(
        None if inconnu else sum(c.montre or 0.0 for c in lus),
        sum(c.bas for c in lus),
        None if ouvert else sum(c.haut or 0.0 for c in lus),
    )
