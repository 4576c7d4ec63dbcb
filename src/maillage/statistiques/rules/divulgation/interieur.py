"""Mending a mask that the auditor refused: the cheapest alternative table over the inner cells themselves."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from maillage.statistiques.rules.divulgation.audit import Faiblesse
from maillage.statistiques.rules.divulgation.mouvements import (
    PRESQUE_RIEN,
    RIEN,
    poids,
)
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import (
    INFINI,
    Matrice,
    Programme,
    Reels,
    SansReponse,
)


def reparer(probleme: Probleme, supprimees: set[int], faiblesses: Iterable[Faiblesse]) -> set[int]:
    """The cells to suppress besides, so that each weak cell has its witnesses; empty when nothing can be done."""
    mouvement = _Interieur(probleme)
    publiables = probleme.publiables - probleme.fixees
    couts = poids(probleme)
    couts[[i for i in range(probleme.systeme.nombre) if i not in publiables]] = PRESQUE_RIEN
    couts[sorted(supprimees & publiables)] = PRESQUE_RIEN
    ajoutees: set[int] = set()
    z = probleme.systeme.valeurs
    besoins = [(f.cellule, ou - int(z[f.cellule])) for f in faiblesses for ou in f.voulu[::-1]]
    for besoin in [b for b in besoins if b[1]]:
        try:
            bouge = mouvement.chercher(besoin, couts)
        except SansReponse:
            continue
        for i in np.flatnonzero(np.abs(bouge) > RIEN):
            if int(i) in publiables and int(i) not in supprimees:
                ajoutees.add(int(i))
                couts[i] = PRESQUE_RIEN
    return ajoutees


class _Interieur:
    """Unknowns: the move of each inner cell, then up and down of each cell, tied by a row for each cell."""

    def __init__(self, probleme: Probleme) -> None:
        s = probleme.systeme
        self.m, self.n = len(s.interieur), s.nombre
        dedans: list[list[int]] = [[] for _ in range(self.n)]
        for a in s.appartient:
            for j in np.flatnonzero(a >= 0):
                dedans[a[j]].append(int(j))
        lignes = []
        for i in range(self.n):
            ou = sorted(set(dedans[i]))
            lignes.append(([*ou, self.m + i, self.m + self.n + i], [1.0] * len(ou) + [-1.0, 1.0]))
        self.haut = np.full(self.n, INFINI)
        self.bas = s.valeurs.astype(float)
        for i in [*probleme.fixees, *s.vides()]:
            self.haut[i] = self.bas[i] = 0
        for i, (bas, haut) in probleme.bornes.items():
            self.haut[i] = max(0, haut - s.valeurs[i])
            self.bas[i] = min(self.bas[i], max(0, s.valeurs[i] - bas))
        zeros = np.zeros(self.n)
        self.programme = Programme(
            Matrice.de_lignes(lignes, self.m + 2 * self.n),
            np.concatenate([-s.interieur.astype(float), zeros, zeros]),
            np.concatenate([np.full(self.m, INFINI), self.haut, self.bas]),
            (zeros, zeros),
        )

    def chercher(self, besoin: tuple[int, int], couts: Reels) -> Reels:
        i, pas = besoin
        ou = [self.m + i, self.m + self.n + i]
        voulu = [float(max(pas, 0)), float(max(-pas, 0))]
        if voulu[0] > self.haut[i] or voulu[1] > self.bas[i]:
            raise SansReponse("beyond the bounds")
        self.programme.bornes(ou, voulu, voulu)
        self.programme.couts(np.concatenate([np.zeros(self.m), couts, couts]))
        try:
            lu, _, _ = self.programme.resoudre()
        finally:
            self.programme.bornes(ou, [0.0, 0.0], [self.haut[i], self.bas[i]])
        return lu[self.m : self.m + self.n] - lu[self.m + self.n :]
