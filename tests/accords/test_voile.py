"""The cloak: closed for one adult, never opened by a date; no piece of a closed value gets through a text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.echeances import Echeance, echeance, fin_par_defaut
from maillage.accords.rules.numeros import LETTRES, TIREES, lire_numero, numero_complet
from maillage.accords.rules.voile import (
    FERMES_PAR_PRUDENCE,
    RETIRE,
    TOUTES,
    Voile,
    pieces,
    taire,
    trahit,
    voile,
)
from tests.accords.familles import AT, MERE, PERE

HIER = AT - timedelta(days=1)
POSE = Voile(PERE, HIER)


def test_tout_est_ferme_a_l_adulte_ecarte_et_rien_a_l_autre_parent() -> None:
    assert voile(PERE, Exercice.CONJOINT, [POSE], AT).champs == TOUTES
    assert voile(MERE, Exercice.CONJOINT, [POSE], AT).champs == frozenset()
    assert voile(PERE, Exercice.CONJOINT, [], AT).champs == frozenset()


def test_un_destinataire_que_personne_ne_reconnait_est_le_plus_protege() -> None:
    assert voile(None, Exercice.CONJOINT, [POSE], AT).champs == TOUTES
    assert voile(None, Exercice.CONJOINT, [], AT).champs == TOUTES
    for exercice in FERMES_PAR_PRUDENCE:
        assert voile(MERE, exercice, [], AT).champs == TOUTES


@given(st.integers(-400, 4000), st.integers(-400, 4000), st.booleans())
def test_la_fin_de_la_decision_n_ouvre_jamais_rien(fin: int, jour: int, confirme: bool) -> None:  # noqa: FBT001
    pose = Voile(PERE, HIER, echeance=AT + timedelta(days=fin), confirme=confirme)
    at = AT + timedelta(days=jour)
    assert bool(voile(PERE, Exercice.CONJOINT, [pose], at).champs) is (at >= HIER)


def test_un_voile_leve_n_est_plus_le_jour_meme() -> None:
    leve = Voile(PERE, HIER, leve_le=AT)
    assert voile(PERE, Exercice.CONJOINT, [leve], HIER).champs == TOUTES
    assert voile(PERE, Exercice.CONJOINT, [leve], AT).champs == frozenset()


@pytest.mark.parametrize("exercice", list(Exercice))
def test_chaque_fermeture_dit_pourquoi(exercice: Exercice) -> None:
    decision = voile(PERE, exercice, [POSE], AT).decision
    assert not decision
    assert decision.a_faire
    assert decision.fondement.reference


CACHE = "12 bis, rue des Lilas, 93200 Saint-Denis"


@pytest.mark.parametrize(
    "texte",
    [
        "Rendez-vous au 12 bis rue des Lilas.", "RUE DES LÏLAS", "près des lilas", "L I L A S", "9 3 2 0 0",
        "à Saint Denis", "saintdenis", "résidence Lilas-Sud", "93-200", "dans le 932 00",
    ],
)  # fmt: skip
def test_un_texte_qui_trahit_est_retire_en_entier(texte: str) -> None:
    assert taire(texte, [CACHE]) == RETIRE


@pytest.mark.parametrize(
    "texte", ["06.39.98.01.02", "0639980102", "le 39 98 01", "+33 6 39 98 01 02"]
)
def test_un_telephone_se_reconnait_sous_toutes_ses_ecritures(texte: str) -> None:
    assert trahit(texte, ["06 39 98 01 02"])


@pytest.mark.parametrize(
    "texte",
    ["Suivi avec l'orthophoniste", "Point de mars", "", "Karthik", "une rue calme", "le 12 mars"],
)
def test_un_texte_qui_ne_trahit_rien_passe(texte: str) -> None:
    assert taire(texte, [CACHE, "06 39 98 01 02"]) == texte


def test_un_nom_court_se_reconnait_avec_ce_qui_l_entoure() -> None:
    assert trahit("il habite près du lac", ["3 rue du Lac"])
    assert not trahit("un placard", ["3 rue du Lac"])
    assert trahit("au 5B", ["5B"])
    assert not trahit("le 15 bis", ["5B"])


@given(st.text(max_size=40), st.text(min_size=4, max_size=30), st.data())
def test_aucun_morceau_de_quatre_caracteres_ne_passe(
    avant: str, cache: str, data: st.DataObject
) -> None:
    morceaux = sorted(pieces(cache))
    assume(morceaux)
    morceau = data.draw(st.sampled_from(morceaux))
    texte = f"{avant} {morceau}"
    assert trahit(texte, [cache])
    assert taire(texte, [cache]) == RETIRE


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_ce_qui_passe_ne_contient_aucun_morceau(texte: str, caches: list[str]) -> None:
    if (dit := taire(texte, caches)) != RETIRE:
        assert dit == texte
        assert not trahit(texte, caches)


@given(
    st.text(LETTRES, min_size=TIREES, max_size=TIREES),
    st.integers(0, TIREES),
    st.sampled_from(LETTRES),
)
def test_un_numero_mal_recopie_d_une_lettre_n_est_pas_un_autre(
    tirees: str, rang: int, lettre: str
) -> None:
    numero = numero_complet(tirees)
    assert lire_numero(f" {numero.lower().replace('-', ' ')} ") == numero
    lettres = list(numero.replace("-", ""))
    assume(lettres[rang] != lettre)
    lettres[rang] = lettre
    assert lire_numero("".join(lettres)) is None


@given(st.text(LETTRES, min_size=TIREES, max_size=TIREES), st.integers(0, TIREES - 2))
def test_deux_lettres_echangees_se_voient(tirees: str, rang: int) -> None:
    lettres = list(numero_complet(tirees).replace("-", ""))
    assume(lettres[rang] != lettres[rang + 1])
    lettres[rang], lettres[rang + 1] = lettres[rang + 1], lettres[rang]
    assert lire_numero("".join(lettres)) is None


def test_un_numero_deja_imprime_garde_sa_lettre_de_controle() -> None:
    assert numero_complet("BCDFGHJK") == "BCD-FGH-JKJ"
    assert numero_complet("XWVTSRQP") == "XWV-TSR-QPK"
    assert lire_numero("bcd fgh jkj") == "BCD-FGH-JKJ"


@pytest.mark.parametrize("texte", ["", "BCD", "AEI-OUY-BCD", "BCD-FGH-JKL-M"])
def test_ce_qui_n_est_pas_un_numero_n_en_donne_pas(texte: str) -> None:
    assert lire_numero(texte) is None


def test_un_accord_va_par_defaut_jusqu_a_la_fin_de_l_annee_scolaire() -> None:
    assert fin_par_defaut(date(2026, 1, 15)) == date(2026, 8, 31)
    assert fin_par_defaut(date(2026, 6, 30)) == date(2026, 8, 31)
    assert fin_par_defaut(date(2026, 7, 1)) == date(2027, 8, 31)
    assert fin_par_defaut(date(2026, 9, 1)) == date(2027, 8, 31)


def test_une_echeance_previent_trente_jours_avant() -> None:
    assert echeance(AT + timedelta(days=31), AT) is Echeance.LOIN
    assert echeance(AT + timedelta(days=30), AT) is Echeance.PROCHE
    assert echeance(AT, AT) is Echeance.PROCHE
    assert echeance(HIER, AT) is Echeance.PASSEE
    assert echeance(None, AT) is Echeance.LOIN
