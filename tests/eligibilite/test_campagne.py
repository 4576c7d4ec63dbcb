"""Who leaves, from when, why; the relay to ordinary services; the progress."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.eligibilite.rules.campagne import (
    SUITES_DE_CAMPAGNE,
    CadreDeCampagne,
    EnfantPerdu,
    EtatDeCampagne,
    RegleDeContinuite,
    Suite,
    SuiteDecidee,
    continuite,
    departs,
)
from maillage.eligibilite.rules.campagne_avancement import (
    Avance,
    SortieComptee,
    avance,
    compter,
    par_referent,
    par_semaine,
)
from maillage.eligibilite.rules.campagne_relais import PASSAGES, EtatDuRelais, passages_de, passer

R, S = RegleDeContinuite, SuiteDecidee
CADRE = CadreDeCampagne(
    debut=date(2026, 9, 1),
    date_legale=date(2027, 12, 31),
    regles=frozenset(R),
    fin_d_annee=date(2027, 7, 2),
)
REGLES_SANS_ANNEE = CadreDeCampagne(
    CADRE.debut, CADRE.date_legale, frozenset({R.FIN_D_ACTION, R.FRATRIE})
)


def test_la_plus_tardive_des_continuites_l_emporte_et_se_nomme():
    depart = continuite(EnfantPerdu("e", fin_d_action=date(2027, 3, 1)), CADRE)
    assert depart.partant is not None
    assert depart.partant.au_plus_tot == date(2027, 7, 2)
    assert depart.decision.motif.code == "annee"
    sans = continuite(EnfantPerdu("e", fin_d_action=date(2027, 3, 1)), REGLES_SANS_ANNEE)
    assert sans.partant is not None
    assert (sans.partant.au_plus_tot, sans.decision.motif.code) == (date(2027, 3, 1), "action")


def test_une_action_de_fin_inconnue_n_invente_pas_de_date():
    depart = continuite(EnfantPerdu("e"), REGLES_SANS_ANNEE)
    assert depart.partant is not None
    assert depart.partant.au_plus_tot == CADRE.debut


def test_la_parole_sur_un_enfant_l_emporte_sur_les_regles():
    suite = Suite(S.ATTEND, "suivi au CMP jusqu'à l'automne", "leila", date(2027, 1, 4))
    depart = continuite(EnfantPerdu("e"), CADRE, suite)
    assert depart.partant is not None
    assert depart.partant.au_plus_tot == date(2027, 1, 4)
    assert depart.decision.motif.faits["Raison"] == suite.raison


def test_un_enfant_qui_reste_ne_part_pas_et_dit_pourquoi():
    depart = continuite(EnfantPerdu("e"), CADRE, Suite(S.RESTE, "dérogation votée", "leila"))
    assert depart.partant is None
    assert not depart.decision
    assert depart.decision.motif.faits["Raison"] == "dérogation votée"


def test_sans_la_regle_des_fratries_chacun_sort_a_sa_semaine():
    seul = CadreDeCampagne(CADRE.debut, CADRE.date_legale)
    depart = continuite(EnfantPerdu("e", fratrie="F"), seul)
    assert depart.partant is not None
    assert depart.partant.fratrie == ""


@pytest.mark.parametrize("suite", [S.ATTEND, S.RESTE])
def test_une_decision_sans_raison_est_refusee(suite):
    with pytest.raises(ValueError, match="raison"):
        Suite(suite, "  ", "leila", date(2027, 1, 4) if suite is S.ATTEND else None)


def test_une_date_legale_avant_le_debut_est_refusee():
    with pytest.raises(ValueError, match="précède"):
        CadreDeCampagne(date(2026, 9, 1), date(2026, 8, 31))


@given(st.lists(st.integers(0, 40), unique=True))
def test_chaque_enfant_perdu_a_une_decision_et_une_seule(numeros):
    perdus = [EnfantPerdu(f"e{n}") for n in numeros]
    assert [d.cle for d in departs(perdus, CADRE)] == sorted(e.cle for e in perdus)
    if perdus:
        with pytest.raises(ValueError, match="deux fois"):
            departs([*perdus, perdus[0]], CADRE)


def test_une_campagne_close_ne_rouvre_pas():
    assert SUITES_DE_CAMPAGNE[EtatDeCampagne.CLOSE] == frozenset()
    assert set(SUITES_DE_CAMPAGNE) == set(EtatDeCampagne)


PERMIS = {(p.de, p.vers): p for p in PASSAGES}


@pytest.mark.parametrize(("de", "vers"), list(product(EtatDuRelais, repeat=2)))
def test_un_relais_ne_passe_que_par_la_table(de, vers):
    decision = passer(de, vers, structure="cmp", pourquoi="complet")
    assert bool(decision) == ((de, vers) in PERMIS)
    assert decision.motif.phrase
    if (de, vers) not in PERMIS:
        return
    passage = PERMIS[de, vers]
    assert passage in passages_de(de)
    vide = passer(de, vers, structure="", pourquoi=" ")
    assert bool(vide) == (not passage.dit_la_structure and not passage.dit_pourquoi)


def test_de_chaque_etat_du_relais_on_peut_encore_bouger():
    assert all(passages_de(e) for e in EtatDuRelais)


JOUR = date(2026, 10, 14)  # a Wednesday
LUNDI = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("sortie", "attendue"),
    [
        (SortieComptee("a", LUNDI, EtatDuRelais.PRIS, faite_le=JOUR), Avance.FAITE),
        (SortieComptee("a", LUNDI, EtatDuRelais.PRIS), Avance.CETTE_SEMAINE),
        (SortieComptee("a", date(2026, 10, 5), EtatDuRelais.PRIS), Avance.EN_RETARD),
        (SortieComptee("a", date(2026, 10, 19), EtatDuRelais.PRIS), Avance.A_VENIR),
        (SortieComptee("a", None, EtatDuRelais.A_CHERCHER), Avance.SANS_SEMAINE),
        (SortieComptee("a", None, EtatDuRelais.A_CHERCHER, reste=True), Avance.RESTE),
    ],
)
def test_l_avance_d_une_sortie(sortie, attendue):
    assert avance(sortie, JOUR) is attendue
    assert attendue.libelle


sorties = st.lists(
    st.builds(
        SortieComptee,
        referent=st.sampled_from(("", "amina", "karim")),
        semaine=st.sampled_from((None, LUNDI, date(2026, 10, 5), date(2026, 10, 19))),
        relais=st.sampled_from(EtatDuRelais),
        faite_le=st.sampled_from((None, date(2026, 10, 6))),
        reste=st.booleans(),
        informee=st.booleans(),
    )
)


@given(sorties)
def test_les_comptes_par_referent_et_par_semaine_font_le_total(lues):
    total = compter(lues, JOUR)
    assert total.a_accompagner + total.restent == len(lues)
    for parties in (par_referent(lues, JOUR), par_semaine(lues, JOUR)):
        for champ in (
            "a_accompagner",
            "faites",
            "en_retard",
            "sans_semaine",
            "sans_relais",
            "informees",
        ):
            assert sum(getattr(c, champ) for _, c in parties) == getattr(total, champ)
