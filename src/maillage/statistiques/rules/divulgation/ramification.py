"""The nearest whole solution by branches: a linear programme at each node, the largest undecided cells first.

A rounding is nearly whole by itself once its large totals are decided: some tens of nodes, where general cuts take thousands. The
most promising node is opened first, so that the first whole solution taken out is the best one.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from maillage.statistiques.rules.divulgation.solveur import (
    Impossible,
    Programme,
    Reels,
    SansReponse,
)

CHOIX = 3  # cells tried at each node, to branch on the one that tells most
PROGRAMMES = 1_500  # beyond, another method is worth trying
ENTIER = 1e-6
Bornes = tuple[float, float]


@dataclass(order=True, slots=True)
class Noeud:
    """Some cells decided, and the best that is left. Order: the bound, then the deepest, then the value."""

    rang: tuple[float, int, float]
    numero: int
    decidees: Mapping[int, Bornes] = field(compare=False)
    depart: Any = field(compare=False)
    point: Reels = field(compare=False)


class Ramification:
    """A linear programme whose columns must be whole. `tailles`: what is large among them.

    `entiers`: every cost is whole, hence every value.
    """

    def __init__(
        self, programme: Programme, bas: Reels, haut: Reels, tailles: Reels, *, entiers: bool
    ) -> None:
        self.programme, self.bas, self.haut = programme, bas, haut
        self.importance, self.entiers = np.log1p(tailles), entiers
        self.programmes = self.noeuds = 0
        self._posees: Mapping[int, Bornes] = {}

    def chercher(self, fin: float) -> Reels | None:
        """The best whole solution; None when the search was too long; `Impossible` when there is none."""
        tas = [self._noeud({}, None)]
        while tas:
            pris = heapq.heappop(tas)
            self.noeuds += 1
            ecarts = np.abs(pris.point - pris.point.round())
            if ecarts.max(initial=0.0) <= ENTIER:
                return pris.point.round()
            if self.programmes > PROGRAMMES:
                return None
            try:
                suites = self._suites(pris, ecarts, fin)
            except Impossible:
                raise
            except SansReponse:
                return None
            for suite in suites:
                heapq.heappush(tas, suite)
        raise Impossible("no whole solution")

    def _suites(self, pris: Noeud, ecarts: Reels, fin: float) -> list[Noeud]:
        """Both sides of the cell that raises the bound most, among the largest undecided ones."""
        notes = np.where(ecarts > ENTIER, ecarts * self.importance, -1.0)
        meilleures: list[Noeud] = []
        gain = -1.0
        for j in np.argsort(-notes, kind="stable")[:CHOIX]:
            if notes[j] < 0:
                break
            cotes = [c for haut in (False, True) if (c := self._cote(pris, int(j), haut, fin))]
            if len(cotes) < 2:
                return cotes  # one side is closed: nothing tells more
            monte = math.prod(max(c.rang[2] - pris.rang[2], 1e-3) for c in cotes)
            if monte > gain:
                gain, meilleures = monte, cotes
        return meilleures

    def _cote(self, pris: Noeud, j: int, haut: bool, fin: float) -> Noeud | None:  # noqa: FBT001 - a side
        if time.monotonic() > fin:
            raise SansReponse("out of time")
        b, h = pris.decidees.get(j, (float(self.bas[j]), float(self.haut[j])))
        x = float(pris.point[j])
        siennes = (math.ceil(x), h) if haut else (b, math.floor(x))
        try:
            return self._noeud({**pris.decidees, j: siennes}, pris.depart)
        except Impossible:
            return None

    def _noeud(self, decidees: Mapping[int, Bornes], depart: Any) -> Noeud:
        rendues = {j: (self.bas[j], self.haut[j]) for j in self._posees if j not in decidees}
        changees = {**rendues, **decidees}
        bas, haut = [b for b, _ in changees.values()], [h for _, h in changees.values()]
        self.programme.bornes(list(changees), bas, haut)
        self._posees = decidees
        if depart is not None:
            self.programme.repartir(depart)
        point, valeur, prouve = self.programme.resoudre()
        if not prouve:
            raise SansReponse("no optimum")
        self.programmes += 1
        borne = math.ceil(valeur - ENTIER) if self.entiers else valeur
        rang = (borne, -len(decidees), valeur)
        return Noeud(rang, self.programmes, decidees, self.programme.depart, point)
