"""Controlled rounding: every figure becomes a neighbouring multiple of the base, and sums still add up (mode «arrondi»).

Zero stays zero, no figure moves by the base or more. An integer programme finds the rounding nearest to the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from maillage.statistiques.rules.divulgation.cellules import Systeme
from maillage.statistiques.rules.divulgation.solveur import Matrice, Programme


@dataclass(frozen=True, slots=True)
class Arrondi:
    """Rounded figures of the cells, the sum of their moves, and whether no nearer rounding exists."""

    valeurs: dict[int, int]
    ecart: float
    prouve: bool


def arrondir(
    s: Systeme,
    base: int,
    *,
    imposees: dict[int, int] | None = None,
    graine: int = 0,
    secondes: float = 20.0,
) -> Arrondi:
    """Round every cell of a system. `imposees`: figures that an earlier publication gave already.

    `graine` other than 0 draws among roundings that are nearly as near. `SansReponse` when none adds up.
    """
    n, z = s.nombre, s.valeurs
    bas = (z // base).astype(float)
    haut = -(-z // base).astype(float)
    for i, v in (imposees or {}).items():
        bas[i] = haut[i] = v / base
    lignes = [
        ([parent, *enfants], [-1.0] + [1.0] * len(enfants)) for parent, enfants in s.relations
    ]
    zeros = np.zeros(len(lignes))
    programme = Programme(
        Matrice.de_lignes(lignes, n), bas, haut, (zeros, zeros), np.ones(n, dtype=bool)
    )
    monte = np.abs((z // base + 1) * base - z) - np.abs(
        z // base * base - z
    )  # rounding up, against down
    couts = np.where(haut > bas, monte, 0).astype(float)
    if graine:
        hasard = Random(graine)  # noqa: S311 - a search, not a secret
        couts += np.array([hasard.uniform(-1.0, 1.0) for _ in range(n)])
    programme.couts(couts)
    lu, _, prouve = programme.resoudre(secondes)
    valeurs = (lu.round() * base).astype(int)
    return Arrondi(
        dict(enumerate(valeurs.tolist())), float(np.abs(valeurs - z).sum()), prouve and not graine
    )
