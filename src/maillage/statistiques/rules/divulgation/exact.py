"""The least that can be hidden, proven, on small tables (mode «secret»): Fischetti and Salazar-González's decomposition.

A master programme chooses what to hide; the attacker's programmes answer with cuts for each need that the choice does not meet.
The moves upwards are bounded by far more than everyone there is: a small bound would be a stricter model.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from maillage.statistiques.rules.divulgation.mouvements import RIEN, Besoin, Mouvements
from maillage.statistiques.rules.divulgation.solveur import (
    INFINI,
    Matrice,
    Programme,
    Reels,
    SansReponse,
)

PEU_DE_CELLULES = 600
TOURS_CONTINUS = 40
Coupe = tuple[list[int], list[float], float]  # columns, weights, and what their sum must reach


@dataclass(frozen=True, slots=True)
class Preuve:
    """What to hide beside what must be, and a bound that no choice can be below. `supprimees` None: time ran out."""

    supprimees: frozenset[int] | None
    borne: float


def prouver(mouvements: Mouvements, couts: Reels, besoins: Sequence[Besoin], fin: float) -> Preuve:
    """Hide least, these needs met, until the end of the time. `couts`: what hiding each cell costs, 0 for what is hidden anyway."""
    libres = [int(i) for i in np.flatnonzero(couts > 0)]
    attaque, coupes = _Attaque(mouvements, libres), list[Coupe]()
    borne = 0.0
    for entier in (False, True):
        maitre = _maitre(couts[libres], coupes, entier=entier)
        for tour in range(100_000):
            if time.monotonic() > fin:
                return Preuve(None, borne)
            try:
                choix, valeur, prouve = maitre.resoudre(max(fin - time.monotonic(), 0.1))
            except SansReponse:
                return Preuve(None, borne)
            if prouve:
                borne = max(borne, valeur)
            neuves = list(attaque.coupes(choix, besoins, fin))
            if not neuves:
                if time.monotonic() > fin:
                    return Preuve(None, borne)  # not every need was asked
                if entier and prouve:
                    prises = frozenset(i for i, x in zip(libres, choix, strict=True) if x > 0.5)
                    return Preuve(prises, borne)
                break
            coupes += neuves
            for colonnes, poids, au_moins in neuves:
                maitre.ajouter(colonnes, poids, au_moins, INFINI)
            if not entier and tour >= TOURS_CONTINUS:
                break
    return Preuve(None, borne)


def _maitre(couts: Reels, coupes: Iterable[Coupe], *, entier: bool) -> Programme:
    k = len(couts)
    lignes = [(colonnes, poids) for colonnes, poids, _ in coupes]
    bas = np.array([au_moins for *_, au_moins in coupes], float)
    programme = Programme(
        Matrice.de_lignes(lignes, k), np.zeros(k), np.ones(k),
        (bas, np.full(len(bas), INFINI)), np.ones(k, dtype=bool) if entier else None,
    )  # fmt: skip
    programme.couts(couts)
    return programme


class _Attaque:
    """How far each cell can go when the cells shown do not move; the dual answers tell which cells would help."""

    def __init__(self, mouvements: Mouvements, libres: list[int]) -> None:
        self.n, self.libres = mouvements.n, libres
        plafond = 2.0 * float(mouvements.bas_max.max(initial=0)) * self.n + 1000
        haut = np.minimum(mouvements.haut_max, plafond)
        self.bornes = np.concatenate([haut, mouvements.bas_max])
        self.colonnes = np.array([*libres, *(i + self.n for i in libres)], dtype=np.int64)
        rien = np.zeros(mouvements.matrice.hauteur)
        self.programme = Programme(
            mouvements.matrice, np.zeros(2 * self.n), self.bornes, (rien, rien)
        )
        self.fixes = np.setdiff1d(np.arange(2 * self.n), self.colonnes)

    def coupes(self, choix: Reels, besoins: Sequence[Besoin], fin: float) -> Iterable[Coupe]:
        """Cuts for needs that this choice leaves unmet; none only when every need is met."""
        part = np.clip(np.concatenate([choix, choix]), 0, 1)
        self.programme.bornes(
            self.colonnes.tolist(), np.zeros(len(self.colonnes)), self.bornes[self.colonnes] * part
        )
        vus: set[tuple[int, ...]] = set()
        tenus: set[Besoin] = set()
        for besoin in besoins:
            if time.monotonic() > fin:
                return
            if besoin in tenus:
                continue
            mouvement, atteint = self._pousser(besoin)
            if atteint:
                tenus |= {
                    (i, pas) for i, pas in besoins if mouvement[i] * np.sign(pas) >= abs(pas) - RIEN
                }
                continue
            coupe = self._coupe(abs(besoin[1]))
            if coupe and tuple(coupe[0]) not in vus:
                vus.add(tuple(coupe[0]))
                yield coupe

    def _pousser(self, besoin: Besoin) -> tuple[Reels, bool]:
        """Move a cell towards its need and no further: an end that is not reached changes nothing to the dual answer."""
        cellule, pas = besoin
        ou = [cellule if pas > 0 else cellule + self.n]
        couts = np.zeros(2 * self.n)
        sens = 1.0 if pas > 0 else -1.0
        couts[[cellule, cellule + self.n]] = [-sens, sens]
        self.programme.couts(couts)
        self.programme.bornes(ou, [0.0], [min(abs(pas), float(self.bornes[ou[0]]))])
        lu, valeur, _ = self.programme.resoudre()
        self.programme.bornes(ou, [0.0], self.bornes[ou])
        return lu[: self.n] - lu[self.n :], -valeur >= abs(pas) - RIEN * 10

    def _coupe(self, pas: int) -> Coupe | None:
        """From the reduced costs: each cell's help, never more than what is lacking."""
        aide = np.maximum(-self.programme.couts_reduits, 0.0) * self.bornes
        manque = pas - float(aide[self.fixes].sum())
        if manque <= RIEN:
            return None
        k = len(self.libres)
        sienne = aide[self.colonnes[:k]] + aide[self.colonnes[k:]]
        ou = np.flatnonzero(sienne > RIEN)
        return ou.tolist(), np.minimum(sienne[ou], manque).tolist(), manque
