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
OPTIONS = {"output_flag": False, "threads": 1, "solver": "ipm", "run_crossover": "off"}
Paire = tuple[Mapping[str, Any], Mapping[str, Any]]


class _Muet(highspy.Highs):
    """Without its banner."""

    def enableCallbacks(self) -> None:  # noqa: N802 - its name in the library
        pass


@dataclass(frozen=True, slots=True)
class Localisee:
    """A small cell, and between what and what the attacker finds it."""

    cellule: tuple[tuple[str, str], ...]
    n: int
    bas: float
    haut: float

    @property
    def exacte(self) -> bool:
        return bool(np.floor(self.haut + MARGE) - np.ceil(self.bas - MARGE) < 1)


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
        self.demandes = [demande for demande, _ in publications]
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

    def _cadre(self, demande: Mapping[str, Any]) -> np.ndarray:
        """Where a publication stands among today's combinations."""
        place = {}
        if demande is not self.derniere:
            place = (self.derniere.get("frozen_map") or {}).get(demande["id"], {}).get("where", {})
        cadre = np.zeros(self.forme, dtype=bool)
        cadre[self._ou(place, self.derniere)] = True
        return cadre & self.possible

    def _dedans(self, cellule: Mapping[str, str], demande: Mapping[str, Any]) -> np.ndarray:
        dites = {k: v for k, v in cellule.items() if v != "total"}
        dedans = np.zeros(self.forme, dtype=bool)
        dedans[self._ou(dites, demande)] = True
        return dedans

    def _lire(
        self, demande: Mapping[str, Any], sortie: Mapping[str, Any]
    ) -> Iterable[tuple[Any, float, float]]:
        cadre = self._cadre(demande)
        jeu = sortie["base"] - 1 if sortie["mode"] == "arrondi" else 0
        tables = {t["id"]: t for t in demande["tables"]}
        for table in sortie["tables"]:
            tranche = tables[table["id"]].get("where", {})
            for c in table["cells"]:
                if c["value"] == "s":
                    continue
                dedans = self._dedans({**tranche, **c["cell"]}, demande)
                yield dedans & cadre, max(0, c["value"] - jeu), c["value"] + jeu

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
        self.n, self.lignes = int(ouvertes.sum()), lignes
        self.h = self._programme([], [])
        self.h.setOptionValue("solver", "simplex")  # one cell after another: a vertex is near

    def _programme(self, monter: Sequence[Any], descendre: Sequence[Any]) -> highspy.Highs:
        """Every table that agrees. Each (weight, columns, aim) besides is followed up, or down, to its aim and no further."""
        suivies = [*monter, *descendre]
        n, plus = self.n, len(monter)
        lignes = [*self.lignes, *((*ou, n + k) for k, (_, ou, _) in enumerate(suivies))]
        poids = [[1.0] * len(ou) for ou in self.lignes]
        poids += [[*[1.0] * len(ou), -1.0] for _, ou, _ in suivies]
        vers = np.array([but for *_, but in suivies], float)
        monte, rien = np.arange(len(suivies)) < plus, np.full(len(suivies), highspy.kHighsInf)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n + len(suivies), len(lignes)
        lp.col_cost_ = np.array([0.0] * n + [-w for w, *_ in monter] + [w for w, *_ in descendre])
        lp.col_lower_ = np.append(np.zeros(n), np.where(monte, -rien, vers))
        lp.col_upper_ = np.append(
            np.full(n, 10.0 * self.compte.sum() + 100), np.where(monte, vers, rien)
        )
        lp.row_lower_ = np.append([b for b, _ in self.lignes.values()], np.where(monte, 0, -rien))
        lp.row_upper_ = np.append([h for _, h in self.lignes.values()], np.where(monte, rien, 0))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, lignes)])
        lp.a_matrix_.index_ = np.array([j for ou in lignes for j in ou])
        lp.a_matrix_.value_ = np.array([v for vs in poids for v in vs])
        h = _Muet()
        for option, valeur in OPTIONS.items():
            h.setOptionValue(option, valeur)
        h.passModel(lp)
        return h

    def petites(self) -> dict[tuple[tuple[str, str], ...], tuple[int, np.ndarray]]:
        """Small cells of the tables and hidden intersections of every publication: their count and their columns."""
        lues, vues = {}, set()
        for d in self.demandes:
            cadre = self._cadre(d)
            for cellule in _cellules(d):
                dedans = self._dedans(cellule, d) & cadre
                n = int(self.compte[dedans].sum())
                ou = self.place[np.flatnonzero((dedans & self.ouvertes).ravel())]
                if 0 < n < d["threshold"] and ou.tobytes() not in vues:
                    vues.add(ou.tobytes())
                    lues[("de", d["id"]), *sorted(cellule.items())] = (n, ou)
        return lues

    def montrees(self) -> set[bytes]:
        """Cells that some publication shows as they are."""
        return {np.array(ou).tobytes() for ou, (b, h) in self.lignes.items() if b == h}

    def _pousser(self, h: highspy.Highs) -> np.ndarray:
        h.run()
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            h.setOptionValue("solver", "simplex")
            h.run()
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(str(h.getModelStatus()))
        return np.array(h.getSolution().col_value)[: self.n]

    def attaquer(self, *, largeur: int = 0, tues: bool = False) -> list[Localisee]:
        """Locate each small cell; `largeur` (rounded figures): a cell as wide as that needs no more search.

        `tues`: only those that nobody shows as they are.
        """
        d, cibles = self.derniere, self.petites()
        if tues:
            cibles = {c: v for c, v in cibles.items() if v[1].tobytes() not in self.montrees()}
        bornes = {c: [float(n), float(n)] for c, (n, _) in cibles.items()}

        def large(c: Any) -> tuple[bool, bool]:
            n, (b, h) = cibles[c][0], bornes[c]
            if largeur:
                return (h - b >= largeur - MARGE,) * 2
            return b <= n - min(n, d["lower"]) + MARGE, h >= n + d["upper"] - MARGE

        def noter(x: np.ndarray) -> None:
            for c, (_, ou) in cibles.items():
                v = float(x[ou].sum())
                bornes[c] = [min(bornes[c][0], v), max(bornes[c][1], v)]

        self._ensemble(cibles, large, noter, largeur or d["upper"])
        for c, (_, ou) in cibles.items():
            for cote, sens in ((0, 1.0), (1, -1.0)):
                if not large(c)[cote]:
                    poids = np.zeros(self.n)
                    poids[ou] = sens
                    self.h.changeColsCost(self.n, np.arange(self.n, dtype=np.int32), poids)
                    noter(self._pousser(self.h))
        return [Localisee(c, n, *bornes[c]) for c, (n, _) in cibles.items()]

    def _ensemble(self, cibles: Any, large: Any, noter: Any, de_plus: int) -> None:
        """Many cells at once, while it helps; what resists is then aimed at one by one."""
        hasard, avant, vains = np.random.default_rng(7), 2 * len(cibles) + 1, 0
        for _ in range(40):
            reste = [c for c in cibles if not all(large(c))]
            manques = sum(2 - sum(large(c)) for c in reste)
            vains = vains + 1 if manques > avant - 2 else 0
            if len(reste) < 4 or vains > 1:
                return
            avant = manques
            cotes: tuple[list[Any], list[Any]] = ([], [])
            for c in reste:
                n, ou = cibles[c]
                sens = 0 if large(c)[0] or (not large(c)[1] and hasard.random() < 0.5) else 1
                but = max(0, n - de_plus) if sens else n + de_plus + 0.1
                cotes[sens].append((10 ** hasard.uniform(0, 2), ou, but))
            noter(self._pousser(self._programme(*cotes)))


def _cellules(d: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """Every cell that a demand shows, and every intersection that it declares hidden."""
    vises = [(t["dims"], t.get("levels") or {}, t.get("where", {})) for t in d["tables"]]
    vises += [
        (c["dims"], {nom: ["detail"] for nom in c["dims"]}, c.get("where", {}))
        for c in d.get("hidden", ())
    ]
    for dims, niveaux, tranche in vises:
        labels = []
        for nom in dims:
            dim, lus = d["dimensions"][nom], []
            for niveau in niveaux.get(nom) or ["detail", "total"]:
                if niveau == "total":
                    lus += ["total"]
                else:
                    lus += dim["modalites"] if niveau == "detail" else dim["hierarchie"][niveau]
            labels.append(lus)
        for choix in product(*labels):
            dits = {k: v for k, v in zip(dims, choix, strict=True) if v != "total"}
            yield {**tranche, **dits}


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
