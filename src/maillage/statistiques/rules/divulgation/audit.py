"""The auditor: what an attacker who knows every publication, and what is impossible, can say of each sensitive cell.

It shares nothing with the protectors but the model of cells. Its unknowns are the inner cells, so that bounds which the relations
between published cells alone would miss are seen (Fréchet). Without its certificate nothing is released.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice, Programme, Reels

RIEN = 1e-6


@dataclass(frozen=True, slots=True)
class Faiblesse:
    """A sensitive cell that the attacker locates too narrowly. `deja`: earlier publications alone say as much."""

    cellule: int
    bas: float
    haut: float
    deja: bool = False

    @property
    def exacte(self) -> bool:
        """No whole number but one is left."""
        return math.floor(self.haut + RIEN) - math.ceil(self.bas - RIEN) < 1


@dataclass(frozen=True, slots=True)
class Rapport:
    """What the auditor found. `largeur_minimale`: the least width proved among sensitive cells that are protected."""

    sensibles: int
    faiblesses: tuple[Faiblesse, ...]
    largeur_minimale: float | None
    programmes: int
    secondes: float
    temoins: int
    empreinte: str

    @property
    def nouvelles(self) -> tuple[Faiblesse, ...]:
        """Those that this publication would open."""
        return tuple(f for f in self.faiblesses if not f.deja)

    @property
    def sure(self) -> bool:
        return not self.nouvelles


@dataclass(slots=True)
class Attaque:
    """The attacker's programme over the inner cells, and the widest range met so far for each target."""

    probleme: Probleme
    programme: Programme
    colonnes: NDArray[np.int64]
    bas: Reels
    haut: Reels
    lignes: dict[int, NDArray[np.int64]]
    programmes: int = 0
    temoins: list[Reels] = field(default_factory=list)

    def pousser(self, poids: Reels, *, maximiser: bool) -> None:
        """Find one possible table in this direction, and widen every range that it widens."""
        lu, _, _ = self.programme.resoudre_vers(poids, maximiser=maximiser)
        self.programmes += 1
        self.temoins.append(lu)
        for i, ou in self.lignes.items():
            valeur = float(lu[ou].sum())
            self.bas[i] = min(self.bas[i], valeur)
            self.haut[i] = max(self.haut[i], valeur)

    def poids(self, cellules: list[int]) -> Reels:
        couts = np.zeros(self.programme.nombre)
        for i in cellules:
            couts[self.lignes[i]] += 1
        return couts


def auditer(probleme: Probleme, valeurs: Mapping[int, int | None]) -> Rapport:
    """Attack a publication. `valeurs`: what would be shown of each cell of the tables, None where it is suppressed."""
    debut = time.monotonic()
    attaque = _attaque(probleme, valeurs)
    _elargir(attaque)
    faibles = [i for i in sorted(probleme.sensibles) if not _tient(attaque, i)]
    faiblesses = []
    if faibles:
        seule = _attaque(probleme, {})
        for i in faibles:
            _pousser_une(seule, i)
            deja = not _tient(seule, i)
            faiblesses.append(Faiblesse(i, attaque.bas[i], attaque.haut[i], deja))
    tenues = [attaque.haut[i] - attaque.bas[i] for i in probleme.sensibles if i not in set(faibles)]
    empreinte = hashlib.sha256(b"".join(t.round(6).tobytes() for t in attaque.temoins)).hexdigest()
    return Rapport(
        len(probleme.sensibles), tuple(faiblesses), float(min(tenues)) if tenues else None,
        attaque.programmes, time.monotonic() - debut, len(attaque.temoins), empreinte,
    )  # fmt: skip


def _tient(a: Attaque, i: int) -> bool:
    """Tell whether the range met so far is as wide as this cell needs."""
    d, n, exigence = a.probleme.demande, a.probleme.systeme.valeurs[i], a.probleme.sensibles[i]
    if d.mode is Mode.ARRONDI:
        largeur = float(a.haut[i] - a.bas[i])
        return exigence.haut == 0 or largeur >= min(d.base, d.seuil) - 1 - RIEN
    monte = float(a.haut[i]) >= n + exigence.haut - RIEN
    return bool(monte and float(a.bas[i]) <= n - exigence.bas + RIEN)


def _elargir(a: Attaque) -> None:
    """Widen the ranges: all together while it helps, then one by one."""
    for maximiser in (True, False):
        for _ in range(6):
            manquent = [i for i in a.lignes if not _tient(a, i)]
            if not manquent:
                return
            a.pousser(a.poids(manquent), maximiser=maximiser)
            if len([i for i in manquent if not _tient(a, i)]) == len(manquent):
                break
    for i in list(a.lignes):
        if not _tient(a, i):
            _pousser_une(a, i)


def _pousser_une(a: Attaque, i: int) -> None:
    for maximiser in (True, False):
        if not _tient(a, i):
            a.pousser(a.poids([i]), maximiser=maximiser)


def _attaque(probleme: Probleme, valeurs: Mapping[int, int | None]) -> Attaque:
    """The attacker's programme: inner cells at least zero, each figure shown is a row."""
    s, d = probleme.systeme, probleme.demande
    ecart = d.base - 1 if d.mode is Mode.ARRONDI else 0
    connues = {i: (v - ecart, v + ecart) for i, v in valeurs.items() if v is not None}
    for i in probleme.fixees:
        connues[i] = (int(s.valeurs[i]), int(s.valeurs[i]))
    for i, (bas, haut) in probleme.bornes.items():
        b, h = connues.get(i, (0, haut))
        connues[i] = (max(b, bas), min(h, haut))
    dedans = _dedans(probleme)
    nulles = [i for i, (_, haut) in connues.items() if haut <= 0]
    ouvertes = np.ones(len(s.interieur), dtype=bool)
    for i in nulles:
        ouvertes[dedans[i]] = False
    place = np.cumsum(ouvertes) - 1
    lignes: list[tuple[list[int], list[float]]] = []
    au_moins, au_plus = [], []
    for i, (b, h) in connues.items():
        ou = place[dedans[i][ouvertes[dedans[i]]]]
        if h > 0 and len(ou):
            lignes.append((ou.tolist(), [1.0] * len(ou)))
            au_moins.append(float(max(b, 0)))
            au_plus.append(float(h) if h < 1 << 59 else INFINI)
    n = int(ouvertes.sum())
    programme = Programme(
        Matrice.de_lignes(lignes, n), np.zeros(n), np.full(n, float(_plafond(s.interieur))),
        (np.array(au_moins), np.array(au_plus)),
    )  # fmt: skip
    cibles = {i: place[dedans[i][ouvertes[dedans[i]]]] for i in probleme.sensibles}
    vraies = s.valeurs.astype(float)
    return Attaque(
        probleme, programme, np.flatnonzero(ouvertes), vraies.copy(), vraies.copy(), cibles
    )


def _plafond(interieur: NDArray[np.int64]) -> int:
    """A bound that no cell of a possible table needs to pass: it keeps every programme bounded."""
    return 2 * int(interieur.sum()) + 1000


def _dedans(probleme: Probleme) -> list[NDArray[np.int64]]:
    """For each cell, its inner cells."""
    s = probleme.systeme
    lues: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * s.nombre
    for a in s.appartient:
        ordre = np.argsort(a, kind="stable")
        rangs, debuts = np.unique(a[ordre], return_index=True)
        for rang, lot in zip(rangs, np.split(ordre, debuts[1:]), strict=True):
            if rang >= 0:
                lues[rang] = np.sort(lot)
    return lues
