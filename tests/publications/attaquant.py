"""An attacker written apart: every crossing of every axis is unknown to it, and each figure that came out is a line of its programme.

It shares nothing with the engine nor with the plan of a release: it counts the children of the test itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import highspy
import numpy as np

Nom = tuple[tuple[str, str], ...]
Enfant = Mapping[str, str]
Chiffres = Mapping[str, Mapping[Nom, int | None]]  # table -> cell -> figure
DEJA, NOUVEAU = 0, 1


@dataclass(frozen=True)
class Sortie:
    """What came out at one date: its tables, and how far a figure may be from the truth."""

    chiffres: Chiffres
    jeu: int


@dataclass(frozen=True)
class Trouvee:
    """A small cell, and the ends between which the attacker finds it."""

    ou: str
    n: int
    bas: float
    haut: float

    @property
    def largeur(self) -> float:
        return self.haut - self.bas


class Attaquant:
    """It has one release, or two of which the second counts the children of the first and newcomers."""

    def __init__(
        self,
        axes: Mapping[str, Sequence[str]],
        zeros: Iterable[Mapping[str, str]],
        sorties: Sequence[Sortie],
    ) -> None:
        self.noms = list(axes)
        self.codes = [list(c) for c in axes.values()]
        self.temps = len(sorties)
        self.forme = (*map(len, self.codes), self.temps)
        permis = np.ones(self.forme, dtype=bool)
        for zero in zeros:
            permis[self._dans(zero, slice(None))] = False
        lignes = []
        for rang, s in enumerate(sorties):
            for table in s.chiffres.values():
                for nom, valeur in table.items():
                    if valeur is None:
                        continue
                    dedans = np.zeros(self.forme, dtype=bool)
                    dedans[self._dans(dict(nom), slice(0, rang + 1))] = True
                    lignes.append((dedans & permis, max(0, valeur - s.jeu), valeur + s.jeu))
        self.permis, self.sorties = permis, sorties
        self._poser(lignes)

    def _dans(self, cellule: Mapping[str, str], quand: slice) -> tuple[np.ndarray, ...]:
        choix = [
            [codes.index(cellule[nom])]
            if cellule.get(nom, "total") != "total"
            else list(range(len(codes)))
            for nom, codes in zip(self.noms, self.codes, strict=True)
        ]
        return np.ix_(*choix, range(self.temps)[quand])

    def _poser(self, lignes: list[tuple[np.ndarray, int, int]]) -> None:
        self.place = np.where(self.permis, np.cumsum(self.permis).reshape(self.forme) - 1, -1)
        n = int(self.permis.sum())
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n, len(lignes)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(n), np.zeros(n), np.full(n, 1e5)
        lp.row_lower_ = np.array([b for _, b, _ in lignes], dtype=float)
        lp.row_upper_ = np.array([h for *_, h in lignes], dtype=float)
        lues = [self.place[d] for d, *_ in lignes]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, lues)])
        lp.a_matrix_.index_ = np.concatenate(lues)
        lp.a_matrix_.value_ = np.ones(sum(map(len, lues)))
        self.n, self.h = n, highspy.Highs()
        self.h.setOptionValue("output_flag", False)
        self.h.setOptionValue("threads", 1)
        self.h.passModel(lp)

    def petites(
        self, dates: Sequence[Sequence[Enfant]], tables: Mapping[str, Sequence[str]], seuil: int = 5
    ) -> list[Trouvee]:
        """Every cell of 1 to `seuil` - 1 children of these tables: at each date, and of the newcomers. `dates`: the first
        children, then the newcomers.
        """
        trouvees = []
        quand = {"première": (slice(0, 1), dates[0])}
        if self.temps > 1:
            quand["seconde"] = (slice(0, 2), [*dates[0], *dates[1]])
            quand["arrivés entre les deux"] = (slice(1, 2), dates[1])
        for (titre, (ou, enfants)), (table, dims) in product(quand.items(), tables.items()):
            for codes in product(*([*self.codes[self.noms.index(d)], "total"] for d in dims)):
                cellule = dict(zip(dims, codes, strict=True))
                compte = sum(all(v in (e[d], "total") for d, v in cellule.items()) for e in enfants)
                if 0 < compte < seuil:
                    bas, haut = self._bornes(cellule, ou)
                    trouvees.append(Trouvee(f"{table} {cellule} {titre}", compte, bas, haut))
        return trouvees

    def _bornes(self, cellule: Mapping[str, str], quand: slice) -> tuple[float, float]:
        rangs = self.place[self._dans(cellule, quand)].ravel()
        couts = np.zeros(self.n)
        couts[rangs[rangs >= 0]] = 1
        self.h.changeColsCost(self.n, np.arange(self.n, dtype=np.int32), couts)
        bouts = []
        for sens in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.h.changeObjectiveSense(sens)
            self.h.run()
            assert self.h.getModelStatus() == highspy.HighsModelStatus.kOptimal
            bouts.append(self.h.getInfo().objective_function_value)
        return bouts[0], bouts[1]
