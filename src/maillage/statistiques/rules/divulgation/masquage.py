"""Secondary suppression: which cells to hide so that nobody can locate a sensitive one (mode «secret»).

One linear programme for each sensitive cell and direction finds the cheapest other table that agrees with what is published:
a witness. Every cell that a witness moves is suppressed; witnesses of others spare most programmes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

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


@dataclass(slots=True)
class Masque:
    """What is suppressed among the cells to publish, and the witnesses that protect each need.

    `hors_d_atteinte`: needs that earlier publications already deny, whatever is hidden now.
    """

    supprimees: set[int]
    temoins: dict[Besoin, Reels] = field(default_factory=dict)
    hors_d_atteinte: set[Besoin] = field(default_factory=set)
    programmes: int = 0


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
        self.programme = Programme(
            Matrice.de_lignes(lignes, 2 * self.n), zeros, hauts, (egal, egal)
        )

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
    couts = probleme.demande.couts
    lus = np.array([1 + math.log1p(v) for v in probleme.systeme.valeurs])
    for _, familles in probleme.tables:
        for f in familles:
            for labels, cle in f.cellules():
                niveaux = [TOTAL if x == TOTAL else DETAIL for x in labels]
                facteur = max((couts.get(x, 1.0) for x in niveaux), default=1.0)
                rang = probleme.systeme.rang[cle]
                lus[rang] = max(lus[rang], facteur * (1 + math.log1p(probleme.systeme.valeurs[rang])))
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


def masquer(probleme: Probleme, *, secondes: float = 10.0, graine: int = 0) -> Masque:
    """The best mask found within the budget: several drawings of costs, then what can be shown again is shown."""
    mouvements, base = Mouvements(probleme), poids(probleme)
    fin = time.monotonic() + secondes
    meilleur = reduire(probleme, mouvements, _premier(probleme, mouvements, base), base, fin)
    hasard = Random(graine)  # noqa: S311 - a search, not a secret
    for _ in range(6):
        if time.monotonic() > fin or not meilleur.temoins:
            break
        tires = base * np.array([hasard.uniform(0.85, 1.15) for _ in base])
        tires[sorted(meilleur.supprimees)] *= 0.7
        autre = reduire(probleme, mouvements, _premier(probleme, mouvements, tires), base, fin)
        if cout(autre, base) < cout(meilleur, base):
            meilleur = autre
    return meilleur


def cout(masque: Masque, couts: Reels) -> float:
    return float(couts[sorted(masque.supprimees)].sum())


def _premier(probleme: Probleme, mouvements: Mouvements, couts: Reels) -> Masque:
    """The heuristic proper: need after need, the cheapest witness."""
    publiables = probleme.publiables - probleme.fixees
    masque = Masque({i for i in probleme.sensibles if i in publiables} | (probleme.tues & publiables))
    libres = np.ones(len(couts), dtype=bool)
    libres[sorted(publiables)] = False
    courants = np.where(libres, PRESQUE_RIEN, couts)
    courants[sorted(masque.supprimees)] = PRESQUE_RIEN
    for besoin in besoins(probleme):
        if besoin in masque.temoins:
            continue
        masque.programmes += 1
        try:
            mouvement = mouvements.chercher(besoin, courants)
        except SansReponse:
            masque.hors_d_atteinte.add(besoin)
            continue
        for i in np.flatnonzero(np.abs(mouvement) > RIEN):
            if i in publiables and i not in masque.supprimees:
                masque.supprimees.add(int(i))
                courants[i] = PRESQUE_RIEN
        _noter(probleme, masque, mouvement)
    return masque


def _noter(probleme: Probleme, masque: Masque, mouvement: Reels) -> None:
    """A movement is a witness of every need that it meets."""
    for i, exigence in probleme.sensibles.items():
        if exigence.haut and mouvement[i] >= exigence.haut - RIEN:
            masque.temoins.setdefault((i, exigence.haut), mouvement)
        if exigence.bas and mouvement[i] <= -exigence.bas + RIEN:
            masque.temoins.setdefault((i, -exigence.bas), mouvement)


def reduire(
    probleme: Probleme, mouvements: Mouvements, masque: Masque, couts: Reels, fin: float
) -> Masque:
    """Show again the secondaries that nothing needs, the most missed first, until the time is over."""
    obligees = set(probleme.sensibles) | probleme.tues
    for i in sorted(masque.supprimees - obligees, key=lambda j: -couts[j]):
        if time.monotonic() > fin:
            break
        _rendre(probleme, mouvements, masque, i)
    return masque


def _rendre(probleme: Probleme, mouvements: Mouvements, masque: Masque, i: int) -> None:
    """Show a cell again if every need that moved it has another witness."""
    touches = [b for b, m in masque.temoins.items() if abs(m[i]) > RIEN]
    visibles = (probleme.publiables - masque.supprimees) | {i}
    plats: NDArray[np.float64] = np.full(mouvements.n, 1.0)
    nouveaux = {}
    for besoin in touches:
        if besoin in nouveaux:
            continue
        deja = next(
            (m for m in nouveaux.values() if m[besoin[0]] * np.sign(besoin[1]) >= abs(besoin[1]) - RIEN),
            None,
        )
        if deja is None:
            masque.programmes += 1
            try:
                deja = mouvements.chercher(besoin, plats, visibles)
            except SansReponse:
                return
        nouveaux[besoin] = deja
    masque.supprimees.discard(i)
    masque.temoins.update(nouveaux)
