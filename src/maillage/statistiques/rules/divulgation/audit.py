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

import numpy as np

from maillage.statistiques.rules.divulgation.attaque import (
    RIEN,
    Attaque,
    attaquer,
    ce_qui_est_connu,
)
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.elargissement import (
    elargir,
    largeur_due,
    tient,
    voulu,
)
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import Reels, SansReponse


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
    empreinte: str
    temoins: tuple[Reels, ...] = ()

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
        attaque.essayer(x)
    if probleme.demande.mode is Mode.ARRONDI:
        _glisser(probleme, attaque)
    elargir(probleme, attaque)
    faibles = [i for i in attaque.cibles if not tient(probleme, attaque, i)]
    faiblesses = tuple(_juger(probleme, attaque, faibles))
    mal = set(faibles)
    petites = [i for i in attaque.cibles if i not in mal and probleme.sensibles[i].haut]
    tenues = [attaque.haut[i] - attaque.bas[i] for i in petites]
    empreinte = hashlib.sha256(b"".join(t.round(6).tobytes() for t in attaque.temoins)).hexdigest()
    return Rapport(
        len(attaque.cibles), faiblesses, round(min(tenues), 6) if tenues else None,
        attaque.programmes, time.monotonic() - debut, empreinte, tuple(attaque.entieres()),
    )  # fmt: skip


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
        deja = not tient(probleme, seule, i)
        b = max(bas, math.ceil(seule.bas[i] - RIEN))
        h = min(haut, math.floor(seule.haut[i] + RIEN))
        if probleme.demande.mode is Mode.ARRONDI:
            due = min(largeur_due(probleme), math.floor(seule.haut[i] - seule.bas[i] + RIEN))
            nouvelle = a.haut[i] - a.bas[i] < due - RIEN
        else:
            nouvelle = a.haut[i] < h - RIEN or a.bas[i] > b + RIEN
        yield Faiblesse(i, a.bas[i], a.haut[i], (b, h), deja, nouvelle)
