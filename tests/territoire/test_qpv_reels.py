"""The real perimeter QP093028 and the collèges around it, against what the ministry says of them."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from maillage.territoire.lecture_zones import LectureDeZones, lire_zones
from maillage.territoire.rules.formes import projetee
from maillage.territoire.rules.zones import Carte, Zone

ZONE = "QP093028"
DRAPEAUX = Path(__file__).parent / "echantillons" / "colleges_situation_qpv.csv"


def donnees(nom: str) -> bytes:
    return resources.files("maillage.territoire").joinpath("data", nom).read_bytes()


@cache
def livrees() -> LectureDeZones:
    return lire_zones(donnees("qpv_2015_partiel.geojson"))


@cache
def carte() -> Carte:
    return Carte.de(Zone(z.code, z.nom, "", projetee(z.forme)) for z in livrees().zones if z.forme)


def colleges() -> dict[str, tuple[float, float]]:
    lignes = csv.DictReader(donnees("etablissements.csv").decode().splitlines(), delimiter=";")
    return {r["uai"]: (float(r["lon"]), float(r["lat"])) for r in lignes if r["lon"]}


def drapeaux() -> dict[str, str]:
    lignes = csv.DictReader(DRAPEAUX.read_text("utf-8").splitlines(), delimiter=";")
    return {r["uai"]: r["situation_qpv"] for r in lignes}


def test_les_114_perimetres_livres_sont_lus_sans_rien_a_redire() -> None:
    assert len(livrees().zones) == 114
    assert livrees().constats == ()


def test_les_six_colleges_du_quartier_et_les_trois_d_a_cote_sont_ou_le_ministere_le_dit() -> None:
    lieux = colleges()
    dits = drapeaux()
    situations = {uai: carte().situer(*lieux[uai]) for uai in dits}
    dedans = {u for u, s in situations.items() if s.zone and s.zone.code == ZONE}
    assert dedans == {u for u, dit in dits.items() if dit == "dans un QPV"}
    assert len(dedans) == 6
    dehors = [s for u, s in situations.items() if u not in dedans]
    assert len(dehors) == 3
    for s in dehors:
        assert s.zone is None
        assert s.plus_proche is not None
        assert s.plus_proche.code == ZONE
        assert s.distance_m < 150


def test_aucun_autre_college_de_la_liste_n_est_dans_ce_quartier() -> None:
    dedans = {
        u for u, ou in colleges().items() if any(z.code == ZONE for z in carte().situer(*ou).toutes)
    }
    connus = {u for u, dit in drapeaux().items() if dit == "dans un QPV"}
    lycees = {"0930116W", "0930117X", "0932110N", "0932121A"}
    assert dedans - lycees == connus


@pytest.mark.parametrize(
    ("lieu", "dedans"),
    [
        ((2.3732735, 48.9272089), True),  # collège Garcia Lorca
        ((2.387311, 48.917735), True),  # Aubervilliers
        ((2.359756, 48.93697), False),  # mairie de Saint-Denis
        ((2.412, 48.899), False),
    ],
)
def test_les_points_connus_sont_a_leur_place(lieu: tuple[float, float], *, dedans: bool) -> None:
    assert (carte().situer(*lieu).zone is not None) is dedans
