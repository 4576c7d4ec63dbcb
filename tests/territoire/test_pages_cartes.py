"""Pages of maps: a file is told before it is stored, a generation shows where it comes from, two are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.territoire import cartes, cartes_livrees, depots
from maillage.territoire.generations import EtatDeDepot
from maillage.territoire.models import Commune, DepotDeZones, Generation
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.territoire.test_lecture_zones import carre, fichier, objet

pytestmark = BASES
Connexion = Callable[[str], Client]
CARTES = "/territoire/cartes/"


@pytest.fixture(autouse=True)
def neuilly(monde: Monde) -> None:
    Commune.objects.get_or_create(
        code="93050", defaults={"nom": "Neuilly-sur-Marne", "departement": "93"}
    )


def deposer(client: Client, octets: bytes, **champs: str):
    donnees = {"carte": "qpv_2024", "source": "essai", **champs}
    envoi = SimpleUploadedFile("zones.geojson", octets, "application/geo+json")
    return client.post(f"{CARTES}importer/", {**donnees, "fichier": envoi})


def lu(client: Client, adresse: str) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


@pytest.mark.parametrize(
    ("qui", "attendu"), [("leila", 200), ("amina", 403), ("bruno", 403), ("claire", 403)]
)
def test_seule_la_coordination_tient_les_cartes(
    connexion: Connexion, qui: str, attendu: int
) -> None:
    assert connexion(qui).get(CARTES).status_code == attendu


def test_un_fichier_est_lu_dit_confirme_puis_enregistre(
    connexion: Connexion, seconde: Client
) -> None:
    leila = connexion("leila")
    reponse = deposer(leila, fichier(objet()), date_du_fichier="2026-07-21")
    assert reponse.status_code == 302
    rapport = lu(leila, reponse["Location"])
    assert "Rapport avant d’enregistrer" in rapport
    assert not Generation.objects.exists()
    assert "zones.geojson" in lu(leila, CARTES)
    confirme = seconde.post(f"{reponse['Location']}confirmer/")
    assert "La carte est enregistrée" in lu(leila, confirme["Location"])
    connue = cartes.generation("qpv_2024")
    assert (connue.depuis, connue.date_du_fichier) == (date(2024, 1, 1), date(2026, 7, 21))
    assert DepotDeZones.objects.get().contenu in (b"", memoryview(b""))
    evenement = Evenement.objects.filter(contenu__acte="tenir_le_territoire").latest("id")
    assert evenement.contenu["objet"] == f"generation {connue.id}"
    assert "QP093999" in lu(leila, f"{CARTES}{connue.id}/")


def test_ce_qui_est_refuse_est_dit_et_ne_s_enregistre_pas(connexion: Connexion) -> None:
    leila = connexion("leila")
    metres = [[654_000.0, 6_869_000.0], [655_000.0, 6_869_000.0], [655_000.0, 6_870_000.0]]
    adresse = deposer(leila, fichier(objet(anneau=[*metres, metres[0]])))["Location"]
    rapport = lu(leila, adresse)
    assert "Les coordonnées sont en mètres" in rapport
    assert "Enregistrer cette carte" not in rapport
    assert leila.post(f"{adresse}confirmer/").status_code == 422
    assert not Generation.objects.exists()
    assert leila.post(f"{adresse}abandonner/").status_code == 302
    assert "abandonné" in lu(leila, adresse)


def test_un_fichier_illisible_le_dit_en_clair(connexion: Connexion) -> None:
    leila = connexion("leila")
    adresse = deposer(leila, b"%PDF-1.4 rien")["Location"]
    assert "ni un GeoJSON de zones" in lu(leila, adresse)
    assert DepotDeZones.objects.get().etat == EtatDeDepot.ECHOUE


def test_un_formulaire_incomplet_dit_ce_qui_manque(connexion: Connexion) -> None:
    leila = connexion("leila")
    vide = leila.post(f"{CARTES}importer/", {})
    assert vide.status_code == 422
    assert "Choisissez un fichier" in vide.content.decode()
    poches = deposer(leila, fichier(objet()), carte="poches")
    assert poches.status_code == 422
    assert "depuis quel jour ces zones valent" in poches.content.decode()
    a_l_envers = deposer(leila, fichier(objet()), depuis="2024-01-01", jusqu_au="2023-01-01")
    assert "La fin précède le début" in a_l_envers.content.decode()


def test_la_carte_qui_precede_se_termine_si_on_le_demande(connexion: Connexion) -> None:
    leila = connexion("leila")
    for depuis in ("2020-01-01", "2024-01-01"):
        adresse = deposer(leila, fichier(objet()), carte="poches", depuis=depuis)["Location"]
        leila.post(f"{adresse}confirmer/")
    assert "pas de fin" in lu(leila, adresse)
    adresse = deposer(
        leila, fichier(objet()), carte="poches", depuis="2024-01-01", terminer="on"
    )["Location"]  # fmt: skip
    assert "finira le 31 déc. 2023" in lu(leila, adresse).replace("\u00a0", " ")
    leila.post(f"{adresse}confirmer/")
    assert Generation.objects.filter(connue_a=None).count() == 2


def test_deux_cartes_se_comparent_et_disent_les_zones_disparues(
    connexion: Connexion, monde: Monde
) -> None:
    cartes_livrees.charger_zones_inventees(monde.programme.id)
    apres, avant = cartes.generations(monde.programme.id)
    leila = connexion("leila")
    page = lu(leila, f"{CARTES}comparer/?avant={avant.id}&apres={apres.id}")
    assert "Conservée : 1, Disparue : 2" in page
    assert "Les Fauvettes (zone inventée)" in page
    assert "Comparer deux cartes" in lu(leila, f"{CARTES}comparer/?avant=rien&apres={apres.id}")


def test_une_version_corrigee_reste_lisible_et_le_dit(
    connexion: Connexion, seconde: Client
) -> None:
    leila = connexion("leila")
    for anneau in (carre(), carre(lon=2.6)):
        adresse = deposer(leila, fichier(objet(anneau=anneau)))["Location"]
        if anneau != carre():
            assert "corrige une carte déjà connue" in lu(leila, adresse)
        seconde.post(f"{adresse}confirmer/")
    ancienne = Generation.objects.exclude(connue_a=None).get()
    assert "plus ce qu’on sait" in lu(leila, f"{CARTES}{ancienne.id}/")
    actuelle = cartes.generation("qpv_2024")
    assert str(ancienne.id) in lu(leila, f"{CARTES}{actuelle.id}/")


def test_les_cartes_et_les_depots_d_un_autre_programme_n_existent_pas(
    connexion: Connexion, monde: Monde
) -> None:
    leila = connexion("leila")
    cartes_livrees.charger_zones_inventees(monde.autre_programme.id)
    for g in Generation.objects.all():
        assert leila.get(f"{CARTES}{g.id}/").status_code == 404
    local = replace(cartes_livrees.AVANT, programme=monde.autre_programme.pk)
    depot = DepotDeZones.objects.create(
        programme=monde.autre_programme, auteur=monde.personnes["leila"].pk, contenu=b"x",
        etat=EtatDeDepot.A_CONFIRMER, rapport={"refuse": False},
        demande={"fichier": "z", **local.en_dict()},
    )  # fmt: skip
    for suite in ("", "suivi/"):
        assert leila.get(f"{CARTES}depots/{depot.id}/{suite}").status_code == 404
    for suite in ("confirmer/", "abandonner/"):
        assert leila.post(f"{CARTES}depots/{depot.id}/{suite}").status_code == 404


def test_le_suivi_dit_ou_en_est_le_travail(connexion: Connexion, monde: Monde) -> None:
    leila = connexion("leila")
    depot = DepotDeZones.objects.create(
        programme=monde.programme, auteur=monde.personnes["leila"].pk, contenu=fichier(objet()),
        demande={"fichier": "z", **cartes_livrees.AVANT.en_dict()}, fait=50, total=1609,
    )  # fmt: skip
    assert "50 zones sur 1609" in lu(leila, f"{CARTES}depots/{depot.id}/suivi/")
    depots.lire(depot.id)
    assert leila.get(f"{CARTES}depots/{depot.id}/suivi/")["HX-Refresh"] == "true"
