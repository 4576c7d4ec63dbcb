"""Geocoding on this machine: what is found, what is sure, and what is never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.territoire import ban
from maillage.territoire.geocodage import Geocodeur
from maillage.territoire.rules.adresses import NatureDePosition
from tests.territoire.variantes import ABSENTES, EXEMPLE, VARIANTES, Vraie, adresses, ecrites

AU = date(2026, 7, 1)
PAGE = Path(__file__).parents[2] / "docs" / "regles" / "adresses.md"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lieu = tmp_path_factory.mktemp("ban")
    ban.charger(EXEMPLE, lieu, au=AU, exemple=True)
    return lieu


@pytest.fixture
def geocodeur(dossier: Path, settings: Any) -> Iterator[Geocodeur]:
    settings.BAN = dossier
    with Geocodeur({"93066", "93050"}) as g:
        yield g


def juste(trouve: Any, vraie: Vraie) -> bool:
    return trouve.retenu is not None and trouve.retenu.cle.startswith(f"n:{vraie.id}@")


def mesurer(geocodeur: Geocodeur) -> tuple[dict[str, tuple[int, int, int]], list[tuple[str, ...]]]:
    """By kind of writing: how many, how many found, how many found for sure; and what was sure and wrong."""
    comptes, fausses = {genre: [0, 0, 0] for genre in VARIANTES}, []
    for genre, vraie, adresse, ville in ecrites():
        trouve = geocodeur.geocoder(adresse, ville)
        bon = juste(trouve, vraie)
        for i, vrai in enumerate((True, bon, bon and bool(trouve.decision))):
            comptes[genre][i] += vrai
        if trouve.decision and not bon:
            fausses.append((genre, vraie.id, trouve.retenu.libelle))
    return {g: tuple(c) for g, c in comptes.items()}, fausses


def test_les_ecritures_d_une_equipe_trouvent_leur_adresse_et_rien_de_faux_n_est_sur(
    geocodeur: Geocodeur,
) -> None:
    """The evaluation published in docs/regles/adresses.md: the page says what is measured here."""
    comptes, fausses = mesurer(geocodeur)
    assert fausses == []
    essais, justes, sures = (sum(c[i] for c in comptes.values()) for i in range(3))
    assert justes / essais > 0.97
    assert sures / essais > 0.90
    page = PAGE.read_text("utf-8")
    lignes = [f"| {g} | {n} | {j} | {s} |" for g, (n, j, s) in comptes.items()]
    lignes.append(f"| **ensemble** | {essais} | {justes} | {sures} |")
    assert [ligne for ligne in lignes if ligne not in page] == []


def test_une_adresse_absente_du_fichier_n_est_jamais_sure(geocodeur: Geocodeur) -> None:
    assert [a for a in ABSENTES if geocodeur.geocoder(a).decision] == []


def test_un_numero_absent_ne_se_devine_pas(geocodeur: Geocodeur) -> None:
    """Every street, at a number it does not have: the street, wider, never a neighbour's door."""
    vues = {(a.voie, a.postal): a for a in adresses()}
    for (voie, postal), a in vues.items():
        trouve = geocodeur.geocoder(f"999 {voie}", f"{postal} {a.ville}")
        assert not trouve.decision
        assert trouve.decision.motif.code in {"numero_absent", "candidats_proches"}
        assert trouve.retenu.position.type_position == NatureDePosition.VOIE
        assert trouve.retenu.position.incertitude_m >= 150
        assert trouve.retenu.position.a_verifier


def test_le_cercle_d_une_voie_contient_tous_ses_numeros(geocodeur: Geocodeur) -> None:
    from maillage.territoire.rules.distances import distance_m

    for a in adresses()[::37]:
        exact = geocodeur.geocoder(f"{a.porte} {a.voie}", f"{a.postal} {a.ville}").retenu.position
        voie = geocodeur.geocoder(a.voie, f"{a.postal} {a.ville}").retenu.position
        assert distance_m(voie.lon, voie.lat, exact.lon, exact.lat) <= voie.incertitude_m
        assert voie.incertitude_m > exact.incertitude_m


@pytest.mark.parametrize(
    ("adresse", "code", "type_position"),
    [
        ("8 rue de la République Saint-Denis", "candidats_proches", "housenumber"),
        ("8 rue de la République, Pierrefitte", "adresse_sure", "housenumber"),
        ("12 bis rue Gabriel Péri 93200", "numero_absent", "street"),
        ("rue Gabriel Péri 93200", "sans_numero", "street"),
        ("Les Fauvettes 93330 Neuilly-sur-Marne", "lieu_dit", "locality"),
        ("12 rue Nulle Part 93050 93330 Neuilly", "score_bas", "municipality"),
        ("12 rue de la Navette 93200 Saint-Denis", "adresse_sure", "interpolation"),
    ],
)
def test_le_doute_est_dit(
    geocodeur: Geocodeur, adresse: str, code: str, type_position: str
) -> None:
    trouve = geocodeur.geocoder(adresse)
    assert (trouve.decision.motif.code, trouve.retenu.position.type_position) == (
        code,
        type_position,
    )
    assert trouve.retenu.position.a_verifier is not bool(trouve.decision)


@pytest.mark.parametrize("adresse", ["12 rue Ampère 75011 Paris", "12 rue Ampère, Paris"])
def test_une_autre_ville_se_dit_hors_du_fichier(geocodeur: Geocodeur, adresse: str) -> None:
    trouve = geocodeur.geocoder(adresse)
    assert trouve.retenu is None
    assert trouve.decision.motif.code == "hors_fichier"


def test_sans_fichier_rien_n_est_invente(tmp_path: Path, settings: Any) -> None:
    settings.BAN = tmp_path
    with Geocodeur({"93066"}) as g:
        assert g.geocoder("12 rue Ampère", "93200 Saint-Denis").retenu is None
        assert g.retrouver("n:public_93066_002@2026-07-01") is None


def test_un_fichier_abime_n_est_pas_en_service(tmp_path: Path, settings: Any) -> None:
    settings.BAN = tmp_path
    (tmp_path / "93.sqlite3").write_bytes(b"pas une base" * 100)
    assert ban.en_service(tmp_path) == ()
    with Geocodeur({"93066"}) as g:
        assert g.geocoder("12 rue Ampère", "93200").retenu is None


def test_le_candidat_choisi_se_retrouve_dans_le_fichier_qui_l_a_donne(geocodeur: Geocodeur) -> None:
    for c in geocodeur.geocoder("200 rue Gabriel Péri 93200").candidats:
        assert geocodeur.retrouver(c.cle).libelle == c.libelle
        assert geocodeur.retrouver(c.cle.replace("2026", "2025")) is None
    for fausse in ("", "n:", "v:93066:", "v:93066:x", "n:x@2026-07-01", "v:1:1@2026-07-01"):
        assert geocodeur.retrouver(fausse) is None
