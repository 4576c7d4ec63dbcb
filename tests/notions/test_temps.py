"""Civil time: days included at both ends, school years without hole, partial dates that invent nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.temps import AnneeScolaire, DatePartielle, Periode, age_au

jours = st.dates(date(1990, 1, 1), date(2060, 12, 31))
bornes = st.none() | jours
periodes = (
    st.tuples(bornes, bornes)
    .filter(lambda b: not (b[0] and b[1] and b[1] < b[0]))
    .map(lambda b: Periode(*b))
)
annees, mois = st.integers(1990, 2060), st.integers(1, 12)
partielles = (
    jours.map(DatePartielle.du)
    | st.builds(DatePartielle, annees)
    | st.builds(DatePartielle, annees, mois)
)


@given(depuis=jours, duree=st.integers(0, 400))
def test_une_periode_contient_ses_deux_bornes_et_rien_au_dela(depuis: date, duree: int) -> None:
    fin = depuis + timedelta(days=duree)
    periode = Periode(depuis, fin)
    assert periode.contient(depuis)
    assert periode.contient(fin)
    assert not periode.contient(depuis - timedelta(days=1))
    assert not periode.contient(fin + timedelta(days=1))


@given(jour=jours)
def test_une_borne_inconnue_ne_ferme_rien(jour: date) -> None:
    assert Periode().contient(jour)
    assert Periode(jour).contient(jour)
    assert Periode(None, jour).contient(jour)


def test_une_periode_ne_finit_pas_avant_de_commencer() -> None:
    with pytest.raises(ValueError, match="impossible"):
        Periode(date(2026, 1, 2), date(2026, 1, 1))


@given(une=periodes, autre=periodes, jour=jours)
def test_deux_periodes_se_croisent_quand_elles_ont_un_jour_commun(
    une: Periode, autre: Periode, jour: date
) -> None:
    assert une.croise(autre) == autre.croise(une)
    if une.contient(jour) and autre.contient(jour):
        assert une.croise(autre)
    limites = [d for d in (une.depuis, une.jusqu_au, autre.depuis, autre.jusqu_au) if d]
    communs = [d for d in limites if une.contient(d) and autre.contient(d)]
    assert une.croise(autre) == (bool(communs) or not limites)


@given(jour=jours)
def test_chaque_jour_est_d_une_annee_scolaire_et_d_une_seule(jour: date) -> None:
    annee = AnneeScolaire.du(jour)
    assert annee.periode.contient(jour)
    assert not AnneeScolaire(annee.rentree - 1).periode.contient(jour)
    assert not AnneeScolaire(annee.rentree + 1).periode.contient(jour)


def test_l_annee_scolaire_va_du_1er_septembre_au_31_aout() -> None:
    assert AnneeScolaire.du(date(2025, 9, 1)) == AnneeScolaire(2025)
    assert AnneeScolaire.du(date(2025, 8, 31)) == AnneeScolaire(2024)
    assert AnneeScolaire(2025).libelle == "2025-2026"


@given(partielle=partielles)
def test_une_date_partielle_se_relit_telle_qu_ecrite(partielle: DatePartielle) -> None:
    assert DatePartielle.lire(str(partielle)) == partielle


@given(partielle=partielles)
def test_une_date_partielle_tient_entre_son_premier_et_son_dernier_jour(
    partielle: DatePartielle,
) -> None:
    premier, dernier = partielle.premier_jour, partielle.dernier_jour
    assert premier <= dernier
    assert (premier == dernier) == partielle.complete
    suivant = dernier + timedelta(days=1)
    for jour, dedans in ((premier, True), (dernier, True), (suivant, False)):
        assert str(jour).startswith(str(partielle)) is dedans


@pytest.mark.parametrize(
    ("texte", "dernier"),
    [("2024-02", date(2024, 2, 29)), ("2025-02", date(2025, 2, 28)), ("2025-12", date(2025, 12, 31)),
     ("2025", date(2025, 12, 31))],
)  # fmt: skip
def test_un_mois_finit_a_son_dernier_jour(texte: str, dernier: date) -> None:
    assert DatePartielle.lire(texte).dernier_jour == dernier


@pytest.mark.parametrize(
    "texte",
    ["", "25", "2025-9", "2025-13", "2025-02-30", "2025-09-1", "2025/09", " 2025", "2025\n"],
)
def test_ce_qui_n_est_pas_une_date_est_refuse(texte: str) -> None:
    with pytest.raises(ValueError):
        DatePartielle.lire(texte)


def test_un_jour_sans_mois_n_est_pas_une_date() -> None:
    with pytest.raises(ValueError, match="sans mois"):
        DatePartielle(2025, None, 3)


@given(naissance=jours, jour=jours)
def test_l_age_augmente_d_un_an_a_chaque_anniversaire(naissance: date, jour: date) -> None:
    age = age_au(naissance, jour)
    assert age_au(naissance, naissance) == 0
    assert age_au(naissance, jour + timedelta(days=1)) - age in (0, 1)
    assert age <= jour.year - naissance.year <= age + 1


def test_ne_un_29_fevrier_on_a_un_an_de_plus_le_1er_mars() -> None:
    assert age_au(date(2016, 2, 29), date(2025, 2, 28)) == 8
    assert age_au(date(2016, 2, 29), date(2025, 3, 1)) == 9
