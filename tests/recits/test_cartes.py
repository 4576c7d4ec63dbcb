"""The coordinator brings a map: the file is read by a job, told, stored; then two maps are compared."""

from __future__ import annotations

import pytest

from tests.territoire.test_lecture_zones import carre, fichier, objet

pytestmark = pytest.mark.navigateur
CARTES = "/territoire/cartes/"
CROISE = [[2.53, 48.86], [2.54, 48.87], [2.54, 48.86], [2.53, 48.87], [2.53, 48.86]]


def deposer(regard, octets: bytes, *, carte: str, depuis: str = "", jusqu_au: str = "") -> None:
    page = regard.page
    regard.aller(f"{CARTES}importer/")
    piece = {"name": "zones.geojson", "mimeType": "application/geo+json", "buffer": octets}
    page.set_input_files("input[type=file]", piece)
    page.check(f"input[name=carte][value={carte}]")
    page.fill("input[name=source]", "fichier d’essai, zones inventées")
    page.fill("input[name=depuis]", depuis)
    page.fill("input[name=jusqu_au]", jusqu_au)
    page.get_by_role("button", name="Lire ce fichier").click()


def attendre(regard, titre: str) -> None:
    regard.page.get_by_role("heading", name=titre, level=1).wait_for(timeout=60_000)


def test_une_carte_arrive_se_lit_se_confirme_et_se_compare(regard) -> None:
    regard.entrer("leila")
    regard.aller(CARTES)
    regard.voir("cartes livrées")
    assert "Quartiers prioritaires, génération 2015" in regard.texte()
    regard.aller(f"{CARTES}importer/")
    regard.voir("importer une carte")
    regard.bouton("Lire ce fichier").click()
    regard.page.get_by_text("Choisissez un fichier.").first.wait_for()
    regard.voir("import sans fichier")

    metres = [[654_000.0, 6_869_000.0], [655_000.0, 6_869_000.0], [655_000.0, 6_870_000.0]]
    deposer(regard, fichier(objet(anneau=[*metres, metres[0]])), carte="qpv_2024")
    attendre(regard, "Rapport avant d’enregistrer")
    regard.voir("rapport d’un fichier refusé")
    assert regard.bouton("Enregistrer cette carte").count() == 0
    regard.bouton("Abandonner ce fichier").click()
    regard.page.get_by_text("Le fichier est abandonné").wait_for()

    trois = [objet("A1", CROISE), objet("A2", carre(lon=2.55)), objet("A3", carre(lon=2.57))]
    _enregistrer(regard, fichier(*trois), "2010-01-01", "2014-12-31")
    _enregistrer(regard, fichier(objet("B1", carre(lon=2.57, cote=0.008))), "2015-01-01", "")
    regard.aller(f"{CARTES}comparer/")
    regard.page.select_option("#id_avant", label="Poches locales depuis le 01/01/2010")
    regard.page.select_option("#id_apres", label="Poches locales depuis le 01/01/2015")
    with regard.charge("comparaison"):
        regard.bouton("Comparer").click()
    assert "Modifiée : 1, Disparue : 2" in regard.texte()
    regard.aller(CARTES)
    with regard.charge("une carte"):
        regard.page.get_by_role("link", name="Poches locales depuis le 01/01/2010").click()
    assert "Contour réparé" in regard.texte()


def _enregistrer(regard, octets: bytes, depuis: str, jusqu_au: str) -> None:
    deposer(regard, octets, carte="poches", depuis=depuis, jusqu_au=jusqu_au)
    attendre(regard, "Rapport avant d’enregistrer")
    regard.voir(f"rapport, {depuis}")
    regard.bouton("Enregistrer cette carte").click()
    attendre(regard, "La carte est enregistrée")
    regard.voir(f"carte enregistrée, {depuis}")
