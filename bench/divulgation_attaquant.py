"""An attacker written apart: it reads the demands and the answers as files, and shares nothing with the engine.

Unknown: every combination of every dimension that is not declared impossible. Known: each figure shown by each publication, exact
or rounded. For each small cell of a table or of a hidden intersection, the least and the most it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import highspy
import numpy as np

MARGE = 1e-4
Paire = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Localisee:
    """A small cell, and between what and what the attacker finds it."""

    cellule: tuple[tuple[str, str], ...]
    n: int
    bas: float
    haut: float

    @property
    def exacte(self) -> bool:
        return np.floor(self.haut + MARGE) - np.ceil(self.bas - MARGE) < 1


class Attaquant:
    """All publications at once, seen through the dimensions of the last demand."""

    def __init__(self, publications: Sequence[Paire]) -> None:
        self.derniere = publications[-1][0]
        self.dims = list(self.derniere["dimensions"])
        self.modalites = [
            list(map(str, d["modalites"])) for d in self.derniere["dimensions"].values()
        ]
        self.forme = [len(m) for m in self.modalites]
        self.possible = np.ones(self.forme, dtype=bool)
        for zero in self.derniere.get("structural_zeros", ()):
            self.possible[self._ou(zero, self.derniere)] = False
        self.compte = np.zeros(self.forme)
        for c in self.derniere["counts"]:
            self.compte[self._ou(c["cell"], self.derniere)] += c["n"]
        self.connues = [k for demande, sortie in publications for k in self._lire(demande, sortie)]
        self._poser()

    def _ou(self, cellule: Mapping[str, str], demande: Mapping[str, Any]) -> tuple[np.ndarray, ...]:
        """The combinations under labels, as an index of the full cross."""
        choix = []
        for nom, modalites in zip(self.dims, self.modalites, strict=True):
            sien = demande["dimensions"].get(nom)
            label = cellule.get(nom, "total")
            if label == "total":
                dedans = modalites if sien is None else [str(m) for m in sien["modalites"]]
            elif sien is None or label in map(str, sien["modalites"]):
                dedans = [label]
            else:
                dedans = next(g[label] for g in sien["hierarchie"].values() if label in g)
            choix.append([modalites.index(m) for m in dedans])
        return np.ix_(*choix)

    def _lire(
        self, demande: Mapping[str, Any], sortie: Mapping[str, Any]
    ) -> Iterable[tuple[Any, float, float]]:
        place = {}
        if demande is not self.derniere:
            place = (self.derniere.get("frozen_map") or {}).get(demande["id"], {}).get("where", {})
        cadre = np.zeros(self.forme, dtype=bool)
        cadre[self._ou(place, self.derniere)] = True
        jeu = sortie["base"] - 1 if sortie["mode"] == "arrondi" else 0
        tables = {t["id"]: t for t in demande["tables"]}
        for table in sortie["tables"]:
            tranche = tables[table["id"]].get("where", {})
            for c in table["cells"]:
                if c["value"] == "s":
                    continue
                dedans = np.zeros(self.forme, dtype=bool)
                dedans[
                    self._ou(
                        {**tranche, **{k: v for k, v in c["cell"].items() if v != "total"}}, demande
                    )
                ] = True
                yield dedans & cadre & self.possible, max(0, c["value"] - jeu), c["value"] + jeu

    def _poser(self) -> None:
        ouvertes = self.possible.copy()
        for dedans, _, haut in self.connues:
            if haut <= 0:
                ouvertes &= ~dedans
        self.place = np.cumsum(ouvertes.ravel()) - 1
        self.ouvertes = ouvertes
        lignes = {}
        for dedans, bas, haut in self.connues:
            ou = tuple(self.place[np.flatnonzero((dedans & ouvertes).ravel())])
            b, h = lignes.get(ou, (0, np.inf))
            if ou:
                lignes[ou] = (max(b, bas), min(h, haut))
        n = int(ouvertes.sum())
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n, len(lignes)
        lp.col_cost_, lp.col_lower_ = np.zeros(n), np.zeros(n)
        lp.col_upper_ = np.full(n, 10.0 * self.compte.sum() + 100)
        lp.row_lower_ = np.array([b for b, _ in lignes.values()], float)
        lp.row_upper_ = np.array([h for _, h in lignes.values()], float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, lignes)])
        lp.a_matrix_.index_ = np.array([j for ou in lignes for j in ou])
        lp.a_matrix_.value_ = np.ones(sum(map(len, lignes)))
        self.n, self.h = n, highspy.Highs()
        for option, valeur in (
            ("output_flag", False),
            ("threads", 1),
            ("solver", "ipm"),
            ("run_crossover", "off"),
        ):
            self.h.setOptionValue(option, valeur)
        self.h.passModel(lp)

    def petites(self) -> dict[tuple[tuple[str, str], ...], tuple[int, np.ndarray]]:
        """Small cells of the tables of the last demand and of its hidden intersections: their count and their columns."""
        d, lues, vues = self.derniere, {}, set()
        vises = [(t["dims"], t.get("levels", {}), t.get("where", {})) for t in d["tables"]]
        vises += [
            (c["dims"], {nom: ["detail"] for nom in c["dims"]}, c.get("where", {}))
            for c in d.get("hidden", ())
        ]
        for dims, niveaux, tranche in vises:
            labels = []
            for nom in dims:
                dim = d["dimensions"][nom]
                labels.append([
                    x for niveau in niveaux.get(nom, ["detail", "total"])
                    for x in (["total"] if niveau == "total" else dim["modalites"] if niveau == "detail" else dim["hierarchie"][niveau])
                ])  # fmt: skip
            for choix in product(*labels):
                cellule = {
                    **tranche,
                    **{k: v for k, v in zip(dims, choix, strict=True) if v != "total"},
                }
                dedans = np.zeros(self.forme, dtype=bool)
                dedans[self._ou(cellule, d)] = True
                n = int(self.compte[dedans].sum())
                ou = self.place[np.flatnonzero((dedans & self.ouvertes).ravel())]
                if 0 < n < d["threshold"] and ou.tobytes() not in vues:
                    vues.add(ou.tobytes())
                    lues[tuple(sorted(cellule.items()))] = (n, ou)
        return lues

    def _pousser(self, poids: np.ndarray) -> np.ndarray:
        self.h.changeColsCost(self.n, np.arange(self.n, dtype=np.int32), -poids)
        self.h.run()
        if self.h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(str(self.h.getModelStatus()))
        return np.array(self.h.getSolution().col_value)

    def attaquer(self, *, largeur: int = 0) -> list[Localisee]:
        """Locate each small cell; `largeur` (rounded figures): a cell as wide as that needs no more search."""
        d, cibles = self.derniere, self.petites()
        hasard, bornes = (
            np.random.default_rng(7),
            {c: [float(n), float(n)] for c, (n, _) in cibles.items()},
        )

        def large(c: Any) -> tuple[bool, bool]:
            n, (b, h) = cibles[c][0], bornes[c]
            if largeur:
                return (h - b >= largeur - MARGE,) * 2
            return b <= n - min(n, d["lower"]) + MARGE, h >= n + d["upper"] - MARGE

        def noter(x: np.ndarray) -> None:
            for c, (_, ou) in cibles.items():
                v = float(x[ou].sum())
                bornes[c] = [min(bornes[c][0], v), max(bornes[c][1], v)]

        for _ in range(40):
            reste = [c for c in cibles if not all(large(c))]
            if len(reste) < 10:
                break
            poids = np.zeros(self.n)
            for c in reste:
                sens = 1 if large(c)[0] or (not large(c)[1] and hasard.random() < 0.5) else -1
                poids[cibles[c][1]] += sens * 10 ** hasard.uniform(0, 2)
            noter(self._pousser(poids))
        for c, (_, ou) in cibles.items():
            for cote, sens in ((0, -1.0), (1, 1.0)):
                if not large(c)[cote]:
                    poids = np.zeros(self.n)
                    poids[ou] = sens
                    noter(self._pousser(poids))
        return [Localisee(c, n, *bornes[c]) for c, (n, _) in cibles.items()]


def trop_etroites(
    lues: Iterable[Localisee], demande: Mapping[str, Any], largeur: int = 0
) -> list[Localisee]:
    """Those located more narrowly than the demand allows."""
    if largeur:
        return [x for x in lues if x.haut - x.bas < largeur - MARGE]
    return [
        x for x in lues
        if x.bas > x.n - min(x.n, demande["lower"]) + MARGE or x.haut < x.n + demande["upper"] - MARGE
    ]  # fmt: skip
