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
Statut = tuple[int, ...]


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
    """It has every release, and knows at which ones a child may have been counted: `statuts`, one flag for each release.

    (1, 1) stayed, (0, 1) arrived, (1, 0) left. A status that is not told is one that it knows to be empty.
    """

    def __init__(
        self,
        axes: Mapping[str, Sequence[str]],
        zeros: Iterable[Mapping[str, str]],
        sorties: Sequence[Sortie],
        statuts: Sequence[Statut] = ((1,),),
    ) -> None:
        self.noms = list(axes)
        self.codes = [list(c) for c in axes.values()]
        self.statuts = list(statuts)
        self.forme = (*map(len, self.codes), len(statuts))
        permis = np.ones(self.forme, dtype=bool)
        for zero in zeros:
            permis[self._dans(zero, range(len(statuts)))] = False
        lignes = []
        for rang, s in enumerate(sorties):
            ici = [k for k, statut in enumerate(statuts) if statut[rang]]
            for table in s.chiffres.values():
                for nom, valeur in table.items():
                    if valeur is None:
                        continue
                    dedans = np.zeros(self.forme, dtype=bool)
                    dedans[self._dans(dict(nom), ici)] = True
                    lignes.append((dedans & permis, max(0, valeur - s.jeu), valeur + s.jeu))
        self.permis, self.sorties = permis, sorties
        self._poser(lignes)

    def _dans(self, cellule: Mapping[str, str], quand: Sequence[int]) -> tuple[np.ndarray, ...]:
        choix = [
            [codes.index(cellule[nom])]
            if cellule.get(nom, "total") != "total"
            else list(range(len(codes)))
            for nom, codes in zip(self.noms, self.codes, strict=True)
        ]
        return np.ix_(*choix, list(quand))

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
        self,
        enfants: Mapping[Statut, Sequence[Enfant]],
        tables: Mapping[str, Sequence[str]],
        seuil: int = 5,
    ) -> list[Trouvee]:
        """Every cell of 1 to `seuil` - 1 children of these tables: at each release, of who arrived and of who left."""
        groupes = {
            f"publication {r + 1}": [k for k, x in enumerate(self.statuts) if x[r]]
            for r in range(len(self.sorties))
        }
        groupes |= {f"statut {x}": [k] for k, x in enumerate(self.statuts) if not all(x)}
        trouvees = []
        for (titre, ou), (table, dims) in product(groupes.items(), tables.items()):
            la = [e for k in ou for e in enfants[self.statuts[k]]]
            for codes in product(*([*self.codes[self.noms.index(d)], "total"] for d in dims)):
                cellule = dict(zip(dims, codes, strict=True))
                compte = sum(all(v in (e[d], "total") for d, v in cellule.items()) for e in la)
                if 0 < compte < seuil:
                    bas, haut = self._bornes(cellule, ou)
                    trouvees.append(Trouvee(f"{table} {cellule} {titre}", compte, bas, haut))
        return trouvees

    def _bornes(self, cellule: Mapping[str, str], quand: Sequence[int]) -> tuple[float, float]:
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
