"""The attacker's programme: every table of counts that agrees with what is known, over the inner cells.

Each point found is a possible table; it widens the range of every cell aimed at. A table handed by someone else is only a hint: it
is checked here, row by row, before it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice, Programme, Reels

RIEN = 1e-6
MARGE = 0.05  # a little more than what is needed, so that an inexact optimum still counts
Entiers = NDArray[np.int64]
Connues = Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Attaque:
    """What the attacker knows (rows over the open inner cells), and the widest range met so far for each target."""

    ouvertes: NDArray[np.bool_]
    matrice: Matrice
    au_moins: Reels
    au_plus: Reels
    plafond: float
    cibles: tuple[int, ...]
    lignes: dict[int, Entiers]
    bas: dict[int, float]
    haut: dict[int, float]
    programmes: int = 0
    temoins: list[Reels] = field(default_factory=list)
    _seul: Programme | None = None

    def noter(self, x: Reels) -> bool:
        """Take a table into account if it is possible: nothing negative, every row respected."""
        if len(x) != self.matrice.largeur or float(x.min(initial=0.0)) < -RIEN:
            return False
        lues = self.matrice.produit(x)
        if (lues < self.au_moins - RIEN).any() or (lues > self.au_plus + RIEN).any():
            return False
        self.temoins.append(x)
        for i, valeur in zip(self.cibles, self.valeurs(x), strict=True):
            self.bas[i] = min(self.bas[i], float(valeur))
            self.haut[i] = max(self.haut[i], float(valeur))
        return True

    def essayer(self, x: Reels) -> bool:
        """Take into account a whole table that someone hands, if it is possible."""
        if len(x) != len(self.ouvertes) or np.abs(x[~self.ouvertes]).max(initial=0.0) > RIEN:
            return False
        return self.noter(x[self.ouvertes])

    def entieres(self) -> list[Reels]:
        """The tables met, over every inner cell: anyone can check them again."""
        lues = []
        for x in self.temoins:
            entiere = np.zeros(len(self.ouvertes))
            entiere[self.ouvertes] = x
            lues.append(entiere)
        return lues

    def valeurs(self, x: Reels) -> Reels:
        """The value of each target in a table."""
        return Matrice.de_sommes([self.lignes[i] for i in self.cibles], len(x)).produit(x)

    def pousser_une(self, i: int, *, haut: bool) -> None:
        """The end of the range of one target, exactly."""
        if self._seul is None:
            self._seul = self._programme(self.matrice, self.au_moins, self.au_plus)
            self._seul.points_interieurs(False)  # from one end to the next, a vertex is near
        couts = np.zeros(self.matrice.largeur)
        couts[self.lignes[i]] = 1
        lu, _, _ = self._seul.resoudre_vers(couts, maximiser=haut)
        self.programmes += 1
        self.noter(np.maximum(lu, 0.0))

    def pousser(
        self, monter: Mapping[int, float], baisser: Mapping[int, float], poids: Reels
    ) -> None:
        """One table where as many targets as possible go up or down as far as they need, and no further."""
        n, plus, moins = self.matrice.largeur, len(monter), len(baisser)
        lignes = [(self.lignes[i], n + k) for k, i in enumerate([*monter, *baisser])]
        colonnes = np.concatenate([self.matrice.colonnes, *[[*ou, k] for ou, k in lignes]])
        valeurs = np.concatenate(
            [self.matrice.valeurs, *[np.append(np.ones(len(ou)), -1.0) for ou, _ in lignes]]
        )
        longueurs = [*np.diff(self.matrice.debuts), *(len(ou) + 1 for ou, _ in lignes)]
        debuts = np.concatenate([[0], np.cumsum(longueurs)]).astype(np.int32)
        large = Matrice(debuts, colonnes.astype(np.int32), valeurs, n + plus + moins)
        haut, bas = np.array([*monter.values()]) + MARGE, np.array([*baisser.values()]) - MARGE
        programme = self._programme(
            large,
            np.concatenate([self.au_moins, np.zeros(plus), np.full(moins, -INFINI)]),
            np.concatenate([self.au_plus, np.full(plus, INFINI), np.zeros(moins)]),
            (np.append(np.full(plus, -INFINI), bas), np.append(haut, np.full(moins, INFINI))),
        )
        couts = np.concatenate([np.zeros(n), poids[:plus], -poids[plus:]])
        lu, _, _ = programme.resoudre_vers(couts, maximiser=True)
        self.programmes += 1
        self.noter(np.maximum(lu[:n], 0.0))

    def centre(self, au_plus: Reels) -> Reels:
        """A possible table under tighter upper ends; `SansReponse` when there is none."""
        programme = self._programme(self.matrice, self.au_moins, au_plus)
        self.programmes += 1
        return np.maximum(programme.resoudre()[0], 0.0)

    def _programme(
        self, matrice: Matrice, bas: Reels, haut: Reels, de_plus: tuple[Reels, Reels] | None = None
    ) -> Programme:
        n = self.matrice.largeur
        b, h = np.zeros(n), np.full(n, self.plafond)
        if de_plus:
            b, h = np.concatenate([b, de_plus[0]]), np.concatenate([h, de_plus[1]])
        programme = Programme(matrice, b, h, (bas, haut))
        programme.points_interieurs(True)
        return programme


def attaquer(probleme: Probleme, valeurs: Mapping[int, int | None]) -> Attaque:
    """What the attacker knows: figures shown now or before, and what is impossible."""
    s = probleme.systeme
    connues, dedans = ce_qui_est_connu(probleme, valeurs), dedans_de_chacune(probleme)
    ouvertes = np.ones(len(s.interieur), dtype=bool)
    for i, (_, haut) in connues.items():
        if haut <= 0:
            ouvertes[dedans[i]] = False
    place = np.cumsum(ouvertes) - 1
    lues = _lignes(probleme, connues, dedans)
    gardees = [(place[ou[ouvertes[ou]]], b, h) for ou, b, h in lues]
    gardees = [(ou, b, h) for ou, b, h in gardees if len(ou)]
    n = int(ouvertes.sum())
    cibles = tuple(sorted(probleme.sensibles))
    vraies = {i: float(s.valeurs[i]) for i in cibles}
    return Attaque(
        ouvertes, Matrice.de_sommes([ou for ou, _, _ in gardees], n),
        np.array([float(max(b, 0)) for _, b, _ in gardees]),
        np.array([float(h) if h < 1 << 59 else INFINI for *_, h in gardees]),
        2.0 * int(s.interieur.sum()) + 1000, cibles,
        {i: place[dedans[i][ouvertes[dedans[i]]]] for i in cibles}, dict(vraies), dict(vraies),
    )  # fmt: skip


def ce_qui_est_connu(probleme: Probleme, valeurs: Mapping[int, int | None]) -> Connues:
    """The ends within which each cell is known."""
    s, d = probleme.systeme, probleme.demande
    ecart = d.base - 1 if d.mode is Mode.ARRONDI else 0
    connues = {i: (max(v - ecart, 0), v + ecart) for i, v in valeurs.items() if v is not None}
    for i in probleme.fixees:
        connues[i] = (int(s.valeurs[i]), int(s.valeurs[i]))
    for i, (bas, haut) in probleme.bornes.items():
        b, h = connues.get(i, (0, haut))
        connues[i] = (max(b, bas), min(h, haut))
    return connues


def _lignes(
    probleme: Probleme, connues: Connues, dedans: list[Entiers]
) -> list[tuple[Entiers, int, int]]:
    """The rows: a cell known exactly is written without its children that are known exactly, which changes nothing but speed."""
    exactes = {i: b for i, (b, h) in connues.items() if b == h}
    reste = {i: (dedans[i], 0) for i in exactes}
    for parent, enfants in probleme.systeme.relations:
        sues = [e for e in enfants if e in exactes] if parent in exactes else []
        if not sues:
            continue
        ou = np.setdiff1d(dedans[parent], np.concatenate([dedans[e] for e in sues]))
        if len(ou) < len(reste[parent][0]):
            reste[parent] = (ou, sum(exactes[e] for e in sues))
    lues = []
    for i, (b, h) in connues.items():
        ou, deja = reste.get(i, (dedans[i], 0))
        lues.append((ou, b - deja, h - deja))
    return lues


def dedans_de_chacune(probleme: Probleme) -> list[Entiers]:
    """For each cell, its inner cells."""
    s = probleme.systeme
    lues: list[Entiers] = [np.zeros(0, dtype=np.int64)] * s.nombre
    for a in s.appartient:
        ordre = np.argsort(a, kind="stable")
        rangs, debuts = np.unique(a[ordre], return_index=True)
        for rang, lot in zip(rangs, np.split(ordre, debuts[1:]), strict=True):
            if rang >= 0:
                lues[rang] = np.sort(lot)
    return lues
