"""Alternative tables: what can move when what is published stays, what it costs to hide a cell, and what must be able to move."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from maillage.statistiques.rules.divulgation.demande import DETAIL, TOTAL
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import (
    INFINI,
    Matrice,
    Programme,
    Reels,
    SansReponse,
)

RIEN = 1e-7  # below, a cell did not move
PRESQUE_RIEN = 0.001  # cost of moving a cell that is hidden already
Besoin = tuple[int, int]  # a sensitive cell, and how far it must be movable (up or down)


class Mouvements:
    """The programme of alternative tables: d = up - down on each cell, every relation kept."""

    def __init__(self, probleme: Probleme) -> None:
        self.p, s = probleme, probleme.systeme
        self.n = s.nombre
        lignes = []
        for parent, enfants in s.relations:
            cellules = [parent, *enfants]
            signes = [-1.0] + [1.0] * len(enfants)
            lignes.append(
                (cellules + [c + self.n for c in cellules], signes + [-x for x in signes])
            )
        self.bas_max = s.valeurs.astype(float)
        self.haut_max = np.full(self.n, INFINI)
        for i, (bas, haut) in probleme.bornes.items():
            self.haut_max[i] = max(0, haut - s.valeurs[i])
            self.bas_max[i] = min(self.bas_max[i], max(0, s.valeurs[i] - bas))
        for i in [*probleme.fixees, *s.vides()]:
            self.haut_max[i] = self.bas_max[i] = 0
        zeros = np.zeros(2 * self.n)
        egal = np.zeros(len(lignes))
        hauts = np.concatenate([self.haut_max, self.bas_max])
        self.matrice = Matrice.de_lignes(lignes, 2 * self.n)
        self.programme = Programme(self.matrice, zeros, hauts, (egal, egal))

    def chercher(self, besoin: Besoin, couts: Reels, fermees: Iterable[int] = ()) -> Reels:
        """The cheapest movement that meets the need, cells of `fermees` held still; `SansReponse` when there is none."""
        cellule, pas = besoin
        fixes = list(fermees)
        touches = [cellule, cellule + self.n, *fixes, *(f + self.n for f in fixes)]
        force_h, force_b = (pas, 0) if pas > 0 else (0, -pas)
        zeros = [0.0] * (2 * len(fixes))
        if force_h > self.haut_max[cellule] or force_b > self.bas_max[cellule]:
            raise SansReponse("beyond the bounds")
        self.programme.bornes(touches, [force_h, force_b, *zeros], [force_h, force_b, *zeros])
        self.programme.couts(np.concatenate([couts, couts]))
        try:
            lu, _, _ = self.programme.resoudre()
        finally:
            tous = np.concatenate([self.haut_max, self.bas_max])
            self.programme.bornes(touches, np.zeros(len(touches)), tous[touches])
        return lu[: self.n] - lu[self.n :]


def poids(probleme: Probleme) -> Reels:
    """What it costs to hide each cell: larger figures and higher levels are missed more."""
    couts, dims = probleme.demande.couts, probleme.demande.dimensions
    niveau_de = [
        {g: niveau for niveau, groupes in d.niveaux.items() for g in groupes} | {TOTAL: TOTAL}
        for d in dims
    ]

    def facteur_de(table: str, labels: tuple[str, ...]) -> float:
        niveaux = [n.get(x, DETAIL) for n, x in zip(niveau_de, labels, strict=True)]
        return couts.get(table, 1.0) * max((couts.get(x, 1.0) for x in niveaux), default=1.0)

    lus = np.array([1 + math.log1p(v) for v in probleme.systeme.valeurs])
    for table, familles in probleme.tables:
        for f in familles:
            for labels, cle in f.cellules():
                facteur = facteur_de(table.id, labels)
                rang = probleme.systeme.rang[cle]
                lus[rang] = max(
                    lus[rang], facteur * (1 + math.log1p(probleme.systeme.valeurs[rang]))
                )
    return lus


def besoins(probleme: Probleme) -> list[Besoin]:
    """What each sensitive cell needs, the largest first."""
    ordre = sorted(probleme.sensibles, key=lambda i: (-probleme.systeme.valeurs[i], i))
    lus = []
    for i in ordre:
        exigence = probleme.sensibles[i]
        lus += [(i, exigence.haut)] if exigence.haut else []
        lus += [(i, -exigence.bas)] if exigence.bas else []
    return lus
