"""The rounding nearest to the figures: the same value as by hand and as by another method, proven, and told when there is none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.statistiques.rules.divulgation.arrondi import Arrondi, arrondir
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.ramification import Ramification
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser
from maillage.statistiques.rules.divulgation.solveur import Impossible, Matrice, Programme
from tests.statistiques.divulgation.demandes import tableau, tiree

COMPTE = st.integers(0, 13)


def verifier(probleme: Probleme, rendu: Arrondi) -> None:
    s = probleme.systeme
    for i, v in rendu.valeurs.items():
        assert v % 5 == 0
        assert abs(v - s.valeurs[i]) < 5
    for parent, enfants in s.relations:
        assert rendu.valeurs[parent] == sum(rendu.valeurs[e] for e in enfants)
    assert rendu.ecart == sum(abs(v - s.valeurs[i]) for i, v in rendu.valeurs.items())


def a_la_main(comptes: Sequence[Sequence[int]]) -> float:
    """The least sum of moves, every choice of the inner figures tried."""
    vraies = np.array(comptes)
    choix = product(*(sorted({n // 5 * 5, -(-n // 5) * 5}) for n in vraies.ravel()))
    tables = np.array(list(choix)).reshape(-1, *vraies.shape)
    ecarts = [
        np.abs(tables.sum(axis=axes) - vraies.sum(axis=tuple(a - 1 for a in axes)))
        for axes in ((), (1,), (2,), (1, 2))
    ]
    va = np.logical_and.reduce([(e < 5).reshape(len(tables), -1).all(axis=1) for e in ecarts])
    sommes = sum(e.reshape(len(tables), -1).sum(axis=1) for e in ecarts)
    return float(sommes[va].min())


@settings(max_examples=25)
@given(comptes=st.lists(st.lists(COMPTE, min_size=3, max_size=3), min_size=2, max_size=3))
def test_aucun_arrondi_essaye_a_la_main_n_est_plus_proche(comptes: list[list[int]]) -> None:
    probleme = poser(lire_demande(tableau(comptes, mode="arrondi")))
    rendu = arrondir(probleme, {})
    verifier(probleme, rendu)
    assert rendu.prouve
    assert rendu.ecart == a_la_main(comptes)


@pytest.mark.parametrize("graine", range(4))
def test_les_branches_et_le_moteur_general_disent_la_meme_valeur(
    graine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two searches that share nothing but the model; the second is also what takes over when the first is too long."""
    probleme = poser(lire_demande(tiree(graine, 700, 9, mode="arrondi")))
    chercher, trouvees = Ramification.chercher, []
    monkeypatch.setattr(
        Ramification, "chercher", lambda r, fin: trouvees.append(chercher(r, fin)) or trouvees[-1]
    )
    par_branches = arrondir(probleme, {})
    assert trouvees[0] is not None
    monkeypatch.setattr(Ramification, "chercher", lambda *_: None)
    general = arrondir(probleme, {})
    for rendu in (par_branches, general):
        verifier(probleme, rendu)
        assert rendu.prouve
    assert par_branches.ecart == general.ecart


def branches(
    lignes: list[tuple[list[int], list[float]]], somme: float, haut: float
) -> Ramification:
    """Columns from 0 to `haut`, every row equal to `somme`, the first columns cheaper."""
    n = 1 + max(j for colonnes, _ in lignes for j in colonnes)
    egal = np.full(len(lignes), somme)
    bas, hauts = np.zeros(n), np.full(n, haut)
    programme = Programme(Matrice.de_lignes(lignes, n), bas, hauts, (egal, egal))
    programme.couts(np.arange(n, dtype=float))
    return Ramification(programme, bas, hauts, np.ones(n), entiers=True)


def test_une_somme_impaire_de_pairs_n_a_pas_de_solution_et_c_est_dit() -> None:
    """The middle is a solution; no whole one is."""
    with pytest.raises(Impossible):
        branches([([0, 1], [2.0, 2.0])], 7.0, 9.0).chercher(time.monotonic() + 60)


def test_des_colonnes_larges_se_decident_aussi() -> None:
    """2a + 2b + 3c = 17 for the least of b + 2c: c is odd, then a is as large as it can be."""
    lu = branches([([0, 1, 2], [2.0, 2.0, 3.0])], 17.0, 5.0).chercher(time.monotonic() + 60)
    assert lu is not None
    assert lu.tolist() == [5.0, 2.0, 1.0]


def test_le_temps_qui_finit_n_est_pas_une_absence_de_solution() -> None:
    assert branches([([0, 1], [2.0, 2.0])], 7.0, 9.0).chercher(0.0) is None
