"""On small tables, what is hidden is proven least: every choice of cells is tried by hand and compared."""

from __future__ import annotations

import time
from itertools import chain, combinations, repeat

import numpy as np
import pytest

from maillage.statistiques.rules.divulgation import exact
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

A_COUPER = [
    [2, 14, 7, 1, 1],
    [3, 14, 9, 9, 1],
    [7, 14, 6, 11, 30],
    [30, 2, 6, 30, 7],
]  # whole choices need cuts of their own


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


def test_le_temps_qui_finit_au_milieu_d_une_attaque_n_est_pas_une_preuve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Needs that were not asked are not met: whenever the clock ends, either nothing is proven or the proof is right."""
    probleme = poser(lire_demande(tableau(A_COUPER)))
    couts, mouvements = poids(probleme), Mouvements(probleme)
    couts[sorted(probleme.sensibles)] = 0
    juste = exact.prouver(mouvements, couts, besoins(probleme), time.monotonic() + 60)
    assert juste.supprimees
    dites = []
    for appels in range(1, 90):
        heures = chain([0.0] * appels, repeat(1e9))
        monkeypatch.setattr(exact.time, "monotonic", lambda h=heures: next(h))
        lue = exact.prouver(mouvements, couts, besoins(probleme), 10.0)
        monkeypatch.undo()
        dites.append(lue.supprimees)
        assert lue.borne <= juste.borne + 1e-6
        if lue.supprimees is not None:
            assert float(couts[sorted(lue.supprimees)].sum()) == pytest.approx(juste.borne)
    assert None in dites
