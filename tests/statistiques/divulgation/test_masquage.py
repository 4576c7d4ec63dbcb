"""What stays hidden is needed, and what protects it is possible: linked tables, time enough to end the elimination."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
import pytest

from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.masquage import Masque, _premier, reduire
from maillage.statistiques.rules.divulgation.mouvements import (
    Besoin,
    Mouvements,
    besoins,
    poids,
)
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser
from maillage.statistiques.rules.divulgation.solveur import SansReponse
from tests.statistiques.divulgation.demandes import tiree


def masquee(graine: int) -> tuple[Probleme, Mouvements, Masque]:
    probleme = poser(lire_demande(tiree(graine, 300, 4)))
    mouvements, couts = Mouvements(probleme), poids(probleme)
    premier = _premier(probleme, mouvements, couts)
    avant = set(premier.supprimees)
    masque = reduire(probleme, mouvements, premier, couts, time.monotonic() + 60)
    assert masque.supprimees < avant
    return probleme, mouvements, masque


def tenu(mouvements: Mouvements, besoin: Besoin, montrees: Iterable[int]) -> bool:
    try:
        mouvements.chercher(besoin, np.ones(mouvements.n), montrees)
    except SansReponse:
        return False
    return True


@pytest.mark.parametrize("graine", [1, 2])
def test_chaque_besoin_garde_un_temoin_qui_ne_bouge_rien_de_montre(graine: int) -> None:
    probleme, _, masque = masquee(graine)
    montrees = sorted(probleme.publiables - masque.supprimees)
    assert masque.temoins.keys() | masque.hors_d_atteinte == set(besoins(probleme))
    for (cellule, pas), mouvement in masque.temoins.items():
        assert mouvement[cellule] * np.sign(pas) >= abs(pas) - 1e-6
        assert np.abs(mouvement[montrees]).max() < 1e-6
        assert (mouvement + probleme.systeme.valeurs).min() > -1e-6
        for parent, enfants in probleme.systeme.relations:
            assert abs(mouvement[parent] - mouvement[list(enfants)].sum()) < 1e-5


def test_aucune_secondaire_ne_peut_etre_montree_de_plus() -> None:
    probleme, mouvements, masque = masquee(1)
    tenus = [b for b in besoins(probleme) if b not in masque.hors_d_atteinte]
    secondaires = masque.supprimees - set(probleme.sensibles)
    assert secondaires
    for i in secondaires:
        montrees = (probleme.publiables - masque.supprimees) | {i}
        assert not all(tenu(mouvements, besoin, montrees) for besoin in tenus)
