"""Dozens of ways to keep the same list: every one gives the same children, and every cell its fate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from maillage.classeurs.lecture import lire
from maillage.reprise.rules.rapport import rapporter
from tests.reprise.atelier import planifier
from tests.reprise.echantillons.presentations import TOUTES, Echantillon, grand, iso


def controler(echantillon: Echantillon) -> None:
    plan = planifier(echantillon.octets, echantillon.nom)
    rapport = rapporter(plan)
    assert rapport["refus"] == []
    lus = {(e["nom"], e["prenom"], e["naissance"]): e for e in rapport["enfants"]}
    assert set(lus) == {(p.nom, p.prenom, iso(p.naissance)) for p in echantillon.personnes}
    assert len(rapport["enfants"]) == len(echantillon.personnes)
    for p in echantillon.personnes:
        lu = lus[p.nom, p.prenom, iso(p.naissance)]
        assert len(lu["lignes"]) == echantillon.lignes
        for champ, attendu in echantillon.attendus.items():
            assert lu[champ] == attendu(p), (champ, lu)
    total = sum(f.cellules for f in lire(echantillon.octets, echantillon.nom).feuilles)
    assert rapport["cellules"]["total"] == total == len({s.lieu for s in plan.sorts})


@pytest.mark.parametrize("fabriquer", TOUTES, ids=lambda f: f.__name__)
def test_chaque_presentation_rend_ses_enfants_et_toutes_ses_cellules(
    fabriquer: Callable[[], Echantillon],
) -> None:
    controler(fabriquer())


@pytest.mark.lent
def test_trois_mille_cinq_cents_lignes_se_lisent_sans_perdre_une_cellule() -> None:
    echantillon = grand()
    plan = planifier(echantillon.octets, echantillon.nom)
    assert len(plan.enfants) == len(echantillon.personnes)
    assert len(plan.sorts) == sum(
        f.cellules for f in lire(echantillon.octets, echantillon.nom).feuilles
    )
