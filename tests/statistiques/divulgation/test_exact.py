"""On small tables, what is hidden is proven least: every choice of cells is tried by hand and compared."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.masquage import cout, masquer
from maillage.statistiques.rules.divulgation.mouvements import Mouvements, besoins, poids
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser
from maillage.statistiques.rules.divulgation.solveur import SansReponse
from tests.statistiques.divulgation.demandes import tableau

TABLES = (
    [[3, 20, 17], [12, 40, 30], [11, 25, 35]],
    [[9, 2, 8], [7, 6, 9], [4, 11, 6]],
    [[1, 9, 2], [6, 5, 7]],
)


def moindre(probleme: Probleme) -> float:
    """The least cost among all choices of cells that leave every need its movement."""
    mouvements, couts = Mouvements(probleme), poids(probleme)
    visibles = probleme.publiables - probleme.fixees
    forcees = set(probleme.sensibles)
    autres = sorted(visibles - forcees, key=lambda i: couts[i])
    meilleur = float("inf")
    for k in range(len(autres) + 1):
        for choix in combinations(autres, k):
            prix = float(couts[sorted({*choix, *forcees})].sum())
            if prix < meilleur and _tient(probleme, mouvements, visibles - forcees - {*choix}):
                meilleur = prix
    return meilleur


def _tient(probleme: Probleme, mouvements: Mouvements, montrees: set[int] | frozenset[int]) -> bool:
    plats = np.ones(mouvements.n)
    try:
        for besoin in besoins(probleme):
            mouvements.chercher(besoin, plats, montrees)
    except SansReponse:
        return False
    return True


@pytest.mark.parametrize("comptes", TABLES)
def test_rien_de_moins_ne_protegerait(comptes: list[list[int]]) -> None:
    probleme = poser(lire_demande(tableau(comptes)))
    masque = masquer(probleme, secondes=4.0)
    assert masque.prouve
    assert cout(masque, poids(probleme)) == pytest.approx(moindre(probleme))


def test_sans_le_temps_de_prouver_rien_n_est_dit_prouve() -> None:
    probleme = poser(lire_demande(tableau(TABLES[0])))
    assert not masquer(probleme, secondes=0.0).prouve
