"""Rules of the plan: the life of an action, few objectives, viewpoints that are never added."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.nomenclatures import charger
from maillage.plans.rules.multiples import HAUT, HAUTEUR, LARGEUR, LIGNES, SOUS, panneaux
from maillage.plans.rules.objectifs import PEU, mois_avant, sans_regard, trop_d_objectifs
from maillage.plans.rules.regards import (
    DEMANDE_DES_MOTS,
    ECHELLE,
    Evolution,
    Regard,
    RegardLu,
    derniers,
    difference,
    mots_manquants,
)
from maillage.plans.rules.suites import (
    RETENUES,
    VIE,
    Suite,
    decider_la_suite,
    ligne_de_vie,
    suites_possibles,
)

PERMIS = {(ligne.de, ligne.vers) for ligne in VIE}
INTERDITS = [paire for paire in product(Suite, Suite) if paire not in PERMIS]
ATTENDENT = [ligne for ligne in VIE if ligne.attend_l_accord]
JOURS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
DITS = st.lists(
    st.builds(RegardLu, st.sampled_from(Regard), st.sampled_from(Evolution), JOURS), max_size=30
)


@pytest.mark.parametrize(("de", "vers"), INTERDITS)
def test_une_suite_que_le_tableau_ne_connait_pas_est_refusee(de: Suite, vers: Suite) -> None:
    decision = decider_la_suite(de, vers, accord=True)
    assert not decision
    assert de.libelle in decision.motif.phrase
    assert vers.libelle in decision.motif.phrase


@pytest.mark.parametrize("ligne", VIE, ids=lambda x: f"{x.de}-{x.vers}")
def test_une_suite_du_tableau_est_permise_quand_la_famille_est_d_accord(ligne) -> None:
    assert decider_la_suite(ligne.de, ligne.vers, accord=True)
    assert ligne in suites_possibles(ligne.de)
    assert ligne_de_vie(ligne.de, ligne.vers) is ligne


@pytest.mark.parametrize("ligne", ATTENDENT, ids=lambda x: f"{x.de}-{x.vers}")
def test_sans_accord_rien_ne_commence_et_la_raison_est_dite(ligne) -> None:
    decision = decider_la_suite(ligne.de, ligne.vers, accord=False)
    assert not decision
    assert "accord" in decision.motif.phrase
    assert decision.a_faire


def test_aucun_chemin_sans_accord_ne_mene_a_une_action_en_cours() -> None:
    atteintes, a_voir = set(), [Suite.PROPOSEE]
    while a_voir:
        de = a_voir.pop()
        atteintes.add(de)
        suivantes = [
            x.vers for x in VIE if x.de is de and decider_la_suite(de, x.vers, accord=False)
        ]
        a_voir += [s for s in suivantes if s not in atteintes]
    assert atteintes == {Suite.PROPOSEE, Suite.ACCEPTEE, Suite.REFUSEE}


def test_chaque_suite_est_atteinte_et_la_fin_n_a_pas_de_suite() -> None:
    assert {ligne.vers for ligne in VIE} == set(Suite)
    assert not list(suites_possibles(Suite.TERMINEE))
    assert Suite.PROPOSEE not in RETENUES


def test_les_codes_sont_ceux_des_nomenclatures() -> None:
    assert {m.code for m in charger("n15").de_famille("suite")} == {s.value for s in Suite}
    assert {m.code for m in charger("n36").de_famille("regard")} == {r.value for r in Regard}
    assert [m.code for m in charger("n36").de_famille("echelle")] == [e.value for e in Evolution]


def test_au_dela_de_trois_objectifs_ouverts_on_le_dit_sans_empecher() -> None:
    assert [bool(trop_d_objectifs(n)) for n in range(PEU + 2)] == [False] * (PEU + 1) + [True]


@given(JOURS, st.integers(1, 36))
def test_quelques_mois_avant_est_un_jour_du_bon_mois(le: date, mois: int) -> None:
    avant = mois_avant(le, mois)
    assert (le.year * 12 + le.month) - (avant.year * 12 + avant.month) == mois
    assert avant.day == le.day or (avant.day < le.day and (avant + timedelta(days=1)).day == 1)


def test_un_objectif_dont_personne_n_a_parle_depuis_six_mois_attend_un_regard() -> None:
    at = date(2026, 11, 28)
    assert sans_regard(date(2026, 5, 27), None, at)
    assert not sans_regard(date(2026, 5, 28), None, at)
    assert not sans_regard(date(2025, 1, 1), date(2026, 6, 1), at)
    assert sans_regard(date(2025, 1, 1), date(2026, 5, 27), at)


@pytest.mark.parametrize("vu", Evolution)
def test_une_degradation_et_un_non_evaluable_se_disent_avec_des_mots(vu: Evolution) -> None:
    assert bool(mots_manquants(vu, "  ")) == (vu in DEMANDE_DES_MOTS)
    assert not mots_manquants(vu, "Il ne vient plus le mardi.")


@given(DITS)
def test_le_dernier_mot_de_chacun_est_le_plus_recent(dits: list[RegardLu]) -> None:
    fin = derniers(dits)
    assert [d.regard for d in fin] == [r for r in Regard if any(d.regard is r for d in dits)]
    assert all(d.le == max(x.le for x in dits if x.regard is d.regard) for d in fin)


@given(DITS)
def test_une_difference_se_dit_quand_deux_regards_ne_voient_pas_la_meme_chose(
    dits: list[RegardLu],
) -> None:
    vus = {d.evolution for d in derniers(dits) if d.evolution in ECHELLE}
    assert bool(difference(dits)) == (len(vus) > 1)
    assert not re.search(r"\d", difference(dits))


def test_la_difference_dit_qui_voit_quoi() -> None:
    dits = [
        RegardLu(Regard.ECOLE, Evolution.DEGRADATION, date(2026, 6, 1)),
        RegardLu(Regard.PARENTS, Evolution.LEGERE, date(2026, 6, 2)),
        RegardLu(Regard.ENFANT, Evolution.NON_EVALUABLE, date(2026, 6, 2)),
    ]
    assert difference(dits) == (
        "Les regards diffèrent : les parents voient une légère amélioration, l’école voit une dégradation."
    )


@given(DITS)
def test_chaque_regard_a_son_panneau_et_chaque_point_sa_place(dits: list[RegardLu]) -> None:
    """Nothing is lost, nothing is added, and the same day stands at the same place in each panel."""
    dessines = panneaux(dits)
    assert [p.regard for p in dessines] == list(Regard)
    places: dict[date, int] = {}
    for p in dessines:
        siens = sorted((d for d in dits if d.regard is p.regard), key=lambda d: d.le)
        assert [(x.evolution, x.le) for x in p.points] == [(d.evolution, d.le) for d in siens]
        for x in p.points:
            assert 0 < x.x < LARGEUR
            assert 0 < x.y < HAUTEUR
            assert places.setdefault(x.le, x.x) == x.x
            assert x.y == (SOUS if x.hors else HAUT + 16 * ECHELLE.index(x.evolution))
    assert sorted(places.values()) == [x for _, x in sorted(places.items())]


@given(DITS)
def test_un_trait_ne_joint_que_des_points_qui_se_suivent_sur_l_echelle(
    dits: list[RegardLu],
) -> None:
    for p in panneaux(dits):
        joints = [xy for t in p.traits for xy in t.split()]
        assert len(joints) <= sum(not x.hors for x in p.points)
        assert all(int(xy.split(",")[1]) < SOUS for xy in joints)
        assert p.vide == (not p.points)
        assert p.regard.libelle in p.phrase


def test_l_echelle_va_de_l_amelioration_nette_a_la_degradation_sans_chiffre() -> None:
    assert [e for _, e in LIGNES] == list(ECHELLE)
    assert Evolution.NON_EVALUABLE not in ECHELLE
    assert not any(re.search(r"\d", e.libelle) for e in Evolution)
