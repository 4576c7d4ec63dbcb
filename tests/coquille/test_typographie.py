from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.coquille import typographie
from maillage.coquille.templatetags.maillage import date_fr, heure_fr, telephone_fr
from maillage.coquille.typographie import INSECABLE, composer
from maillage.notions.temps import DatePartielle


@pytest.mark.parametrize(
    ("tape", "compose"),
    [
        ("Pourquoi ?", "Pourquoi_?"),
        ("Deux cas : oui ; non", "Deux cas_: oui_; non"),
        ("le « cahier rouge »", "le «_cahier rouge_»"),
        ("le «cahier rouge»", "le «_cahier rouge_»"),
        ("à 9 h 30", "à 9_h_30"),
        ("Mme Rossi et M. Okafor", "Mme_Rossi et M._Okafor"),
        ("le 3 mars", "le 3_mars"),
        ("85 000 enfants", "85_000 enfants"),
        ("charte, art. 4 ; L. 1110-4", "charte, art._4_; L._1110-4"),
        ("200 %", "200_%"),
        ("l'école", "l’école"),
        ("de 8 ans", "de 8_ans"),
    ],
)
def test_les_espaces_insecables_sont_posees(tape, compose):
    assert composer(tape) == compose.replace("_", INSECABLE)


@pytest.mark.parametrize("texte", ["9:30", "https://exemple.fr/?a=1", "", "deux mots"])
def test_ce_qui_n_est_pas_du_francais_reste_tel_quel(texte):
    assert composer(texte) == texte


@given(st.text(alphabet="abMh19 «»:;!?%'.\u00a0", max_size=40))
def test_composer_deux_fois_ne_change_plus_rien(texte):
    une_fois = composer(texte)
    assert composer(une_fois) == une_fois


@given(st.text(max_size=60))
def test_composer_ne_change_que_les_espaces_et_l_apostrophe(texte):
    def sans(chaine: str) -> str:
        return chaine.replace(" ", "").replace(INSECABLE, "").replace("’", "'")

    assert sans(composer(texte)) == sans(texte)


def test_une_date_s_ecrit_comme_en_francais():
    jour = date(2018, 3, 1)
    assert date_fr(jour) == "1er_mars_2018".replace("_", INSECABLE)
    assert date_fr(date(2026, 11, 18), "court") == f"18{INSECABLE}nov."
    assert date_fr(date(2026, 1, 14), "annee") == "14_janv._2026".replace("_", INSECABLE)
    assert date_fr(date(2026, 11, 24), "jour") == f"mardi 24{INSECABLE}novembre"
    assert date_fr(date(2026, 11, 24), "mois") == f"novembre{INSECABLE}2026"
    assert date_fr(None) == ""


def test_une_date_sans_jour_reste_sans_jour():
    assert date_fr(DatePartielle(2018, 3)) == f"mars{INSECABLE}2018"
    assert date_fr(DatePartielle(2018)) == "2018"


def test_une_heure_est_celle_de_paris():
    instant = datetime(2026, 11, 24, 8, 2, tzinfo=UTC)
    assert heure_fr(instant) == "9_h_02".replace("_", INSECABLE)
    assert typographie.heure(datetime(2026, 11, 24, 11, 0)) == f"11{INSECABLE}h"


def test_minuit_a_paris_change_le_jour_affiche():
    assert date_fr(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "court") == f"24{INSECABLE}nov."


def test_les_petits_nombres_s_ecrivent_en_lettres():
    assert [typographie.en_lettres(n) for n in (1, 3, 10, 11)] == ["une", "trois", "dix", "11"]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("+33639980000", "06\u00a039\u00a098\u00a000\u00a000"),
        ("0148090000", "01\u00a048\u00a009\u00a000\u00a000"),
        ("+221338210000", "+221338210000"),
    ],
)
def test_un_telephone_se_lit_par_deux_chiffres(ecrit, lu):
    assert telephone_fr(ecrit) == lu
