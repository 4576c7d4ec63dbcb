"""Controlled rounding: every figure becomes a neighbouring multiple of the base, and sums still add up (mode «arrondi»).

Zero stays zero, no figure moves by the base or more. An integer programme finds the rounding nearest to the figures. Cells that
nobody publishes are rounded with the others: a whole table of multiples exists behind what is shown, and stays possible.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from maillage.statistiques.rules.divulgation.demande import Anterieure, Mode
from maillage.statistiques.rules.divulgation.ramification import Ramification
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice, Programme, Reels

SANS_CACHEES = 3  # from this try on, cells that nobody publishes are left alone


@dataclass(frozen=True, slots=True)
class Arrondi:
    """Rounded figures of the cells, the sum of their moves, and whether no nearer rounding exists."""

    valeurs: dict[int, int]
    ecart: float
    prouve: bool


def arrondir(
    probleme: Probleme, imposees: Mapping[int, int], essai: int = 0, secondes: float = 20.0
) -> Arrondi:
    """Round every cell. `imposees`: figures that an earlier publication gave already. `SansReponse` when none adds up.

    Each `essai` is another way: cells that nobody publishes rounded, then only made of multiples, then left alone; and draws
    among roundings that are nearly as near.
    """
    s, base, n = probleme.systeme, probleme.demande.base, probleme.systeme.nombre
    z, cote = s.valeurs, np.zeros(n, dtype=bool)
    cote[sorted(probleme.publiables)] = True
    bas, haut = (z // base).astype(float), (-(-z // base)).astype(float)
    if essai % SANS_CACHEES == 1:
        bas[~cote], haut[~cote] = 0.0, INFINI
    for i, v in imposees.items():
        bas[i] = haut[i] = v / base
    etrangeres = (set(probleme.fixees) | set(probleme.bornes)) - set(imposees) - probleme.publiables
    if essai % SANS_CACHEES == SANS_CACHEES - 1:
        etrangeres |= set(np.flatnonzero(~cote).tolist()) - set(imposees)
    lignes = [
        ([parent, *enfants], [-1.0] + [1.0] * len(enfants))
        for parent, enfants in s.relations
        if etrangeres.isdisjoint((parent, *enfants))
    ]
    dessus = np.abs((z // base + 1) * base - z)  # rounding up, against down
    couts = np.where((haut > bas) & cote, dessus - np.abs(z // base * base - z), 0).astype(float)
    if essai >= SANS_CACHEES:
        hasard = Random(essai)  # noqa: S311 - a search, not a secret
        couts += np.array([hasard.uniform(-base, base) / 2 for _ in range(n)])
    entiers = essai < SANS_CACHEES  # whole costs: less than one from the bound, nothing is nearer
    modele = Modele(Matrice.de_lignes(lignes, n), bas, haut, couts, z.astype(float), entiers)
    lu, prouve = _au_plus_pres(modele, secondes)
    valeurs = (lu.round() * base).astype(int)
    ecart = float(np.abs(valeurs - z)[cote].sum())
    return Arrondi(dict(enumerate(valeurs.tolist())), ecart, prouve and not essai)


@dataclass(frozen=True, slots=True)
class Modele:
    """Rows that sum to zero over whole columns between their ends. `entiers`: every cost is whole."""

    matrice: Matrice
    bas: Reels
    haut: Reels
    couts: Reels
    tailles: Reels
    entiers: bool


def _au_plus_pres(m: Modele, secondes: float) -> tuple[Reels, bool]:
    """The cheapest whole solution, and whether that is proven: by branches, then, if it is too long, by the general engine."""
    debut, zeros = time.monotonic(), np.zeros(m.matrice.hauteur)
    continu = Programme(m.matrice, m.bas, m.haut, (zeros, zeros))
    continu.couts(m.couts)
    branches = Ramification(continu, m.bas, m.haut, m.tailles, entiers=m.entiers)
    lu = branches.chercher(debut + 0.75 * secondes)
    if lu is not None:
        return lu, True
    programme = Programme(
        m.matrice, m.bas, m.haut, (zeros, zeros), np.ones(len(m.couts), dtype=bool)
    )
    programme.couts(m.couts)
    reste = max(debut + secondes - time.monotonic(), secondes / 2)
    lu, _, prouve = programme.resoudre(reste, ecart_absolu=0.999 if m.entiers else 1e-6)
    return lu, prouve


def deja_arrondies(probleme: Probleme, anterieures: Sequence[Anterieure]) -> dict[int, int]:
    """A cell that was rounded before keeps its figure: another rounding of the same count would narrow it."""
    base = probleme.demande.base
    gelees = [a.demande for a in anterieures if a.demande.id in probleme.demande.gelees]
    bases = {d.base for d in gelees if d.mode is Mode.ARRONDI}
    if bases != {base}:
        return {}
    return {
        i: haut - base + 1
        for i, (bas, haut) in probleme.bornes.items()
        if bas == max(0, haut - 2 * (base - 1))
    }
