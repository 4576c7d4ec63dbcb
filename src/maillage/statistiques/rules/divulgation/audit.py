"""The auditor: what an attacker who knows every publication, and what is impossible, can say of each sensitive cell.

It shares nothing with the protectors but the model of cells. Its unknowns are the inner cells, so that bounds which the relations
between published cells alone would miss are seen (Fréchet). Without its certificate nothing is released.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from maillage.statistiques.rules.divulgation.attaque import (
    RIEN,
    Attaque,
    attaquer,
    ce_qui_est_connu,
)
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import Reels, SansReponse

TOURS, PEU = 40, 3  # tables that serve many; below, one by one is as quick


@dataclass(frozen=True, slots=True)
class Faiblesse:
    """A sensitive cell located from `bas` to `haut`, where `voulu` was to stay possible.

    `deja`: earlier publications alone locate it too narrowly. `nouvelle`: this one would locate it more narrowly still.
    """

    cellule: int
    bas: float
    haut: float
    voulu: tuple[int, int]
    deja: bool = False
    nouvelle: bool = True

    @property
    def exacte(self) -> bool:
        """No whole number but one is left."""
        return math.floor(self.haut + RIEN) - math.ceil(self.bas - RIEN) < 1


@dataclass(frozen=True, slots=True)
class Rapport:
    """What the auditor found. `largeur_minimale`: the least width proved among small cells that are protected."""

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
        return tuple(f for f in self.faiblesses if f.nouvelle)

    @property
    def sure(self) -> bool:
        return not self.nouvelles


def auditer(
    probleme: Probleme, valeurs: Mapping[int, int | None], indices: Iterable[Reels] = ()
) -> Rapport:
    """Attack a publication. `valeurs`: what would be shown of each cell of the tables, None where it is suppressed.

    `indices`: tables over the inner cells that someone believes possible; each is checked before it counts.
    """
    debut = time.monotonic()
    attaque = attaquer(probleme, valeurs)
    for x in indices:
        if not x[~attaque.ouvertes].any():
            attaque.noter(x[attaque.ouvertes])
    if probleme.demande.mode is Mode.ARRONDI:
        _glisser(probleme, attaque)
    _elargir(probleme, attaque)
    faibles = [i for i in attaque.cibles if not _tient(probleme, attaque, i)]
    faiblesses = tuple(_juger(probleme, attaque, faibles))
    mal = set(faibles)
    petites = [i for i in attaque.cibles if i not in mal and probleme.sensibles[i].haut]
    tenues = [attaque.haut[i] - attaque.bas[i] for i in petites]
    empreinte = hashlib.sha256(b"".join(t.round(6).tobytes() for t in attaque.temoins)).hexdigest()
    return Rapport(
        len(attaque.cibles), faiblesses, round(min(tenues), 6) if tenues else None,
        attaque.programmes, time.monotonic() - debut, len(attaque.temoins), empreinte,
    )  # fmt: skip


def largeur_due(probleme: Probleme) -> int:
    """How wide a sensitive cell must stay when figures are rounded."""
    return min(probleme.demande.base, probleme.demande.seuil) - 1


def voulu(probleme: Probleme, i: int) -> tuple[int, int]:
    """From where to where a cell must be able to go when figures are exact."""
    n, exigence = int(probleme.systeme.valeurs[i]), probleme.sensibles[i]
    return n - exigence.bas, n + exigence.haut


def _tient(probleme: Probleme, a: Attaque, i: int) -> bool:
    """Tell whether the range met so far is as wide as this cell needs."""
    if probleme.demande.mode is Mode.ARRONDI:
        seul_groupe = probleme.sensibles[i].haut == 0
        return seul_groupe or a.haut[i] - a.bas[i] >= largeur_due(probleme) - RIEN
    bas, haut = voulu(probleme, i)
    return a.haut[i] >= haut - RIEN and a.bas[i] <= bas + RIEN


def _glisser(probleme: Probleme, a: Attaque) -> None:
    """One table that leaves room above every figure: each inner cell may then rise alone, which widens every cell at once."""
    due = largeur_due(probleme)
    serrees = a.au_plus - a.au_moins < due
    plafonds = np.where(serrees, a.au_plus, a.au_plus - due)
    try:
        repos = a.centre(plafonds)
    except SansReponse:
        return
    if not a.noter(repos):
        return
    prises = np.zeros(a.matrice.largeur, dtype=bool)
    for r in np.flatnonzero(serrees):
        prises[a.matrice.colonnes[a.matrice.debuts[r] : a.matrice.debuts[r + 1]]] = True
    monte: Reels = np.where(prises, 0.0, float(due))
    for i, valeur in zip(a.cibles, a.valeurs(repos), strict=True):
        a.haut[i] = max(a.haut[i], float(valeur + monte[a.lignes[i]].max(initial=0.0)))


def _elargir(probleme: Probleme, a: Attaque) -> None:
    """Widen the ranges: many at once, some up and the others down, while it helps; then one by one.

    What is known fixes sums: cells rise only as others fall, and each table serves the few that its weights favour.
    """
    hasard = Random(1)  # noqa: S311 - a search, not a secret
    for _ in range(TOURS):
        haut, bas = _manques(probleme, a)
        besoins = len(haut) + len(bas)
        if besoins < PEU:
            break
        for i in set(haut) & set(bas):
            (haut if hasard.random() < 0.5 else bas).remove(i)
        poids = np.array([10 ** hasard.uniform(0, 2) for _ in range(len(haut) + len(bas))])
        buts = [
            {i: _but(probleme, i, haut=h) for i in ou} for h, ou in ((True, haut), (False, bas))
        ]
        a.pousser(buts[0], buts[1], poids)
        if besoins - sum(map(len, _manques(probleme, a))) < PEU:
            break
    for i in a.cibles:
        for sens in (True, False):
            if not _atteint(probleme, a, i, haut=sens):
                a.pousser_une(i, haut=sens)


def _manques(probleme: Probleme, a: Attaque) -> tuple[list[int], list[int]]:
    """Targets that did not go up, and those that did not go down, as far as they need."""
    haut = [i for i in a.cibles if not _atteint(probleme, a, i, haut=True)]
    return haut, [i for i in a.cibles if not _atteint(probleme, a, i, haut=False)]


def _but(probleme: Probleme, i: int, *, haut: bool) -> float:
    n = float(probleme.systeme.valeurs[i])
    if probleme.demande.mode is Mode.ARRONDI:
        return n + largeur_due(probleme) if haut else max(n - largeur_due(probleme), 0.0)
    return float(voulu(probleme, i)[haut])


def _atteint(probleme: Probleme, a: Attaque, i: int, *, haut: bool) -> bool:
    if probleme.demande.mode is Mode.ARRONDI:
        return _tient(probleme, a, i)
    bas, plus = voulu(probleme, i)
    return a.haut[i] >= plus - RIEN if haut else a.bas[i] <= bas + RIEN


def _juger(probleme: Probleme, a: Attaque, faibles: list[int]) -> Iterable[Faiblesse]:
    """A cell that earlier publications locate already must not be located more narrowly by this one."""
    avant = bool(faibles) and bool(ce_qui_est_connu(probleme, {}))
    seule = attaquer(probleme, {}) if avant else None
    for i in faibles:
        bas, haut = voulu(probleme, i)
        if seule is None:
            yield Faiblesse(i, a.bas[i], a.haut[i], (bas, haut))
            continue
        for sens in (True, False):
            seule.pousser_une(i, haut=sens)
        deja = not _tient(probleme, seule, i)
        b = max(bas, math.ceil(seule.bas[i] - RIEN))
        h = min(haut, math.floor(seule.haut[i] + RIEN))
        if probleme.demande.mode is Mode.ARRONDI:
            due = min(largeur_due(probleme), math.floor(seule.haut[i] - seule.bas[i] + RIEN))
            nouvelle = a.haut[i] - a.bas[i] < due - RIEN
        else:
            nouvelle = a.haut[i] < h - RIEN or a.bas[i] > b + RIEN
        yield Faiblesse(i, a.bas[i], a.haut[i], (b, h), deja, nouvelle)
