"""The return to the survey: every child once on each axis, unknown said, numbers read as they are typed, text to paste."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bilans.rules.coherences import rapprochements
from maillage.bilans.rules.copie import texte_a_copier
from maillage.bilans.rules.enquete import Classement, ValeurEcrite, manques, rubriques
from maillage.bilans.rules.nombres import Unite, ecrire_nombre, lire_nombre
from maillage.bilans.rules.rappels import annee_a_rappeler, annee_proposee
from maillage.bilans.rules.rubriques import COMPTEES, ECRITES, UNITES
from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.rules.axes import axes_fixes

CLASSEMENTS = {
    a.nom: Classement(a.nom, tuple((m.code, m.libelle) for m in a.modalites)) for a in axes_fixes()
}
enfants = st.lists(
    st.fixed_dictionaries(
        {a.nom: st.sampled_from([*a.codes, "code_inattendu"]) for a in axes_fixes()}
    ),
    max_size=30,
)


def ecrite(valeur: str) -> ValeurEcrite:
    return ValeurEcrite(Decimal(valeur), "Leïla Marchand", datetime(2026, 6, 3, 10))


@given(enfants)
def test_sur_chaque_axe_chaque_enfant_compte_une_fois_et_les_colonnes_font_la_ligne(
    vus: list[dict[str, str]],
) -> None:
    for r in rubriques(vus, CLASSEMENTS, {}, {}):
        if r.ecrite:
            continue
        brut = Counter(e[r.code] for e in vus)
        assert {x.code: x.valeurs[-1] for x in r.lignes if x.valeurs[-1]} == dict(brut)
        assert r.total.valeurs[-1] == len(vus)
        for ligne in (*r.lignes, r.total):
            if len(ligne.valeurs) > 1:
                assert sum(ligne.valeurs[:-1]) == ligne.valeurs[-1]


def test_un_axe_que_la_base_ne_connait_pas_n_a_pas_de_rubrique() -> None:
    axes = {r.code for r in rubriques([], CLASSEMENTS, {}, {}) if not r.ecrite}
    assert axes == {r.axe for r in COMPTEES} & CLASSEMENTS.keys()
    assert "quartier" not in axes  # a list of the programme, not of the house


@given(enfants)
def test_les_enfants_sans_code_sont_dits_manquants_axe_par_axe(vus: list[dict[str, str]]) -> None:
    dits = {
        m.rubrique: m.nombre for m in manques(rubriques(vus, CLASSEMENTS, {}, {})) if not m.ecrit
    }
    attendus = {
        r.axe: sum(e[r.axe] == "inconnu" for e in vus) for r in COMPTEES if r.axe in CLASSEMENTS
    }
    assert dits == {axe: n for axe, n in attendus.items() if n}


def test_ce_qui_reste_a_ecrire_se_dit_et_zero_est_ecrit() -> None:
    ecrites = {"contributions.mise_a_disposition_de_locaux": ecrite("0")}
    lues = rubriques([], CLASSEMENTS, ecrites, {})
    phrases = {m.rubrique: m.phrase for m in manques(lues)}
    assert phrases["equipe"] == "Rien n’est encore écrit."
    assert phrases["contributions"].startswith(
        "2 nombres à écrire : mise à disposition de personnel et"
    )
    tout = {c: ecrite("1") for c in UNITES}
    assert not [m for m in manques(rubriques([], CLASSEMENTS, tout, {})) if m.ecrit]


def test_le_total_d_une_rubrique_n_est_dit_que_de_ce_qui_est_ecrit() -> None:
    lues = {
        r.code: r
        for r in rubriques(
            [],
            CLASSEMENTS,
            {"equipe.coordonnateur": ecrite("1"), "equipe.autre": ecrite("0.5")},
            {},
        )
    }
    assert lues["equipe"].total.textes == ("1,5",)
    assert lues["ressources"].total.textes == ("",)


LUS = [("3,6", Unite.ETP, "3.6"), ("12 500,00 €", Unite.EUROS, "12500.00"), ("0", Unite.ETP, "0"),
       ("12\u202f500", Unite.EUROS, "12500"), ("0,50 ETP", Unite.ETP, "0.50"), ("64,1 %", Unite.TAUX, "64.1")]  # fmt: skip


@pytest.mark.parametrize(("texte", "unite", "valeur"), LUS)
def test_un_nombre_se_lit_comme_on_l_ecrit(texte: str, unite: Unite, valeur: str) -> None:
    assert lire_nombre(texte, unite) == Decimal(valeur)


@pytest.mark.parametrize(
    ("texte", "unite", "dit"),
    [("trois", Unite.ETP, "Écrivez un nombre"), ("-2", Unite.EUROS, "négatif"), ("1,234", Unite.EUROS, "Deux chiffres"),
     ("1,5", Unite.POSTES, "entier"), ("999999999", Unite.EUROS, "trop grand"), ("1e9", Unite.EUROS, "Écrivez"),
     ("1,2,3", Unite.ETP, "Écrivez")],
)  # fmt: skip
def test_ce_qui_n_est_pas_un_nombre_est_refuse_avec_une_phrase(
    texte: str, unite: Unite, dit: str
) -> None:
    with pytest.raises(ValueError, match=dit):
        lire_nombre(texte, unite)


@pytest.mark.parametrize("texte", ["", "  ", "€"])
def test_rien_d_ecrit_n_est_pas_zero(texte: str) -> None:
    assert lire_nombre(texte, Unite.EUROS) is None


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_un_nombre_ecrit_se_relit(valeur: Decimal) -> None:
    assert lire_nombre(ecrire_nombre(valeur), Unite.EUROS) == valeur


def test_les_milliers_se_separent_et_un_zero_inutile_disparait() -> None:
    assert ecrire_nombre(Decimal("1234567.50")) == "1\u00a0234\u00a0567,5"
    assert ecrire_nombre(Decimal(-1200)) == "−1\u00a0200"
    assert ecrire_nombre(100) == "100"


@given(enfants)
def test_le_texte_a_copier_porte_chaque_nombre_a_sa_place(vus: list[dict[str, str]]) -> None:
    lues = rubriques(vus, CLASSEMENTS, {"ressources.etat": ecrite("66100")}, {})
    rangs = [ligne.split("\t") for ligne in texte_a_copier(lues).split("\n")]
    assert ["État (P147/PRE)", "66100"] in rangs
    for r in lues:
        titre = next(i for i, x in enumerate(rangs) if x == [r.titre, *r.colonnes])
        for ligne, rang in zip(r.lignes, rangs[titre + 1 :], strict=False):
            assert rang[0] == ligne.libelle
            assert [t.replace("\u00a0", "") for t in ligne.textes] == rang[1:]


def test_le_cout_et_la_charge_se_disent_et_un_ecart_de_budget_se_voit() -> None:
    ecrites = {"ressources.etat": ecrite("80000"), "ressources.commune": ecrite("20000"), "depenses.personnel": ecrite("90000"),
               "equipe.referent_de_parcours": ecrite("2")}  # fmt: skip
    dits = {x.code: x for x in rapprochements(118, ecrites)}
    assert dits["cout_par_enfant"].valeur == "847 €"
    assert dits["enfants_par_referent"].valeur == "59"
    assert dits["solde"].alerte
    assert dits["solde"].valeur == "10\u00a0000 €"
    assert not {x.code: x for x in rapprochements(0, ecrites)}["cout_par_enfant"].valeur
    assert [x.code for x in rapprochements(5, {})] == ["cout_par_enfant", "enfants_par_referent"]


def test_les_rappels_viennent_quand_l_annee_finit_puis_jusqu_a_noel() -> None:
    attendu = {1: None, 5: None, 6: 2025, 8: 2025, 9: 2025, 12: 2025}
    for mois, rentree in attendu.items():
        annee = 2026
        dite = annee_a_rappeler(date(annee, mois, 10))
        assert (dite.rentree if dite else None) == rentree, mois
    assert annee_proposee(date(2026, 11, 3)) == AnneeScolaire(2025)
    assert annee_proposee(date(2026, 4, 3)) == AnneeScolaire(2025)


def test_les_rubriques_ecrites_suivent_les_nomenclatures() -> None:
    codes = {r.code: len(r.codes) for r in ECRITES}
    assert codes == {
        "equipe": 7,
        "postes": 1,
        "ressources": 8,
        "contributions": 3,
        "depenses": 6,
        "partenaires": 17,
    }
