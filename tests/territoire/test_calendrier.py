"""Zones and days of the school calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.temps import Periode
from maillage.territoire.rules.calendrier import (
    Calendrier,
    NatureDuJour,
    Vacances,
    nature_du_jour,
    prochain_jour_de_classe,
    zone_de,
    zone_de_l_academie,
)

HIVER_2026 = Calendrier(
    zone="C",
    connu=Periode(date(2025, 9, 1), date(2026, 8, 31)),
    vacances=[
        Vacances("Vacances d'hiver", Periode(date(2026, 2, 21), date(2026, 3, 8))),
        Vacances("Vacances d'été", Periode(date(2026, 7, 4), date(2026, 8, 31))),
    ],
    feries={date(2026, 5, 8): "8 mai", date(2026, 7, 14): "14 juillet"},
)
JOURS = st.dates(date(2025, 8, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("departement", "zone"),
    [("93", "C"), ("75", "C"), ("34", "C"), ("69", "A"), ("1", "A"), ("33", "A"), ("13", "B"), ("59", "B")],
)  # fmt: skip
def test_chaque_departement_a_la_zone_de_son_academie(departement: str, zone: str) -> None:
    assert zone_de(departement) == zone


@pytest.mark.parametrize("departement", ["2A", "2B", "974", "", "00"])
def test_la_corse_et_l_outre_mer_n_ont_pas_de_zone(departement: str) -> None:
    assert zone_de(departement) is None


def test_les_94_departements_du_continent_ont_une_zone() -> None:
    codes = [f"{n:02d}" for n in range(1, 96) if n != 20]
    assert len(codes) == 94
    assert all(zone_de(code) in {"A", "B", "C"} for code in codes)


def test_une_academie_a_une_zone() -> None:
    assert zone_de_l_academie("creteil") == "C"
    assert zone_de_l_academie("corse") is None


@pytest.mark.parametrize(
    ("jour", "nature"),
    [
        (date(2026, 2, 20), NatureDuJour.CLASSE),
        (date(2026, 2, 23), NatureDuJour.VACANCES),
        (date(2026, 3, 8), NatureDuJour.VACANCES),
        (date(2026, 3, 9), NatureDuJour.CLASSE),
        (date(2026, 3, 14), NatureDuJour.FIN_DE_SEMAINE),
        (date(2026, 5, 8), NatureDuJour.FERIE),
        (date(2026, 7, 14), NatureDuJour.FERIE),
        (date(2026, 9, 1), NatureDuJour.INCONNUE),
    ],
)
def test_un_jour_est_de_classe_de_vacances_ferie_ou_inconnu(jour: date, nature: str) -> None:
    assert nature_du_jour(jour, HIVER_2026) is nature


def test_le_prochain_jour_de_classe_saute_les_vacances() -> None:
    assert prochain_jour_de_classe(date(2026, 2, 20), HIVER_2026) == date(2026, 3, 9)
    assert prochain_jour_de_classe(date(2026, 5, 7), HIVER_2026) == date(2026, 5, 11)
    assert prochain_jour_de_classe(date(2026, 7, 3), HIVER_2026) is None


@given(JOURS)
def test_aucun_jour_de_classe_n_est_saute(jour: date) -> None:
    suivant = prochain_jour_de_classe(jour, HIVER_2026)
    if suivant is not None:
        assert nature_du_jour(suivant, HIVER_2026) is NatureDuJour.CLASSE
        entre = [jour + timedelta(days=n) for n in range(1, (suivant - jour).days)]
        assert NatureDuJour.CLASSE not in {nature_du_jour(j, HIVER_2026) for j in entre}
