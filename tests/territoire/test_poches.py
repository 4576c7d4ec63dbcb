"""Poches made by hand: drawn or listed, told before they are stored, then cited by a local rule. And national maps, decided by two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from maillage.eligibilite.queries.cartes import fond_au, zones_connues
from maillage.eligibilite.queries.faits import connus
from maillage.eligibilite.rules.criteres import JeuDeRegles, Poche, RegleLocale
from maillage.eligibilite.rules.examen import Cadre, juger
from maillage.eligibilite.rules.verdicts import Verdict
from maillage.enfants.models import Domicile
from maillage.enfants.services import domiciles
from maillage.territoire import cartes
from maillage.territoire.cartes import Genre
from maillage.territoire.models import DepotDeZones, Generation, ZoneDeGeographie
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import BASES, Monde
from tests.navigateur import axe_violations
from tests.territoire.test_lecture_zones import fichier, objet
from tests.territoire.test_pages_cartes import deposer
from tests.territoire.ville import fonder

pytestmark = BASES
Connexion = Callable[[str], Client]
CARTES = "/territoire/cartes/"
CONTOUR = "48,860 ; 2,530\n48.860 2.540\n48,868 ; 2,540\n48,868 ; 2,530\n"


@pytest.fixture
def ville(monde: Monde, settings: Any, tmp_path: Any) -> Any:
    settings.BAN = tmp_path / "ban"
    return fonder(monde.programme, settings.BAN)


def demande(**champs: str) -> dict[str, str]:
    return {
        "nom": "Bas du Fort", "commune": "93050", "depuis": "2026-09-01", "jusqu_au": "",
        "source": "Délibération du 12 juin", "garder": "on", **champs,
    }  # fmt: skip


def confirmer(client: Client, reponse: Any) -> str:
    assert reponse.status_code == 302, reponse.content.decode()
    rapport = client.get(reponse["Location"]).content.decode()
    assert client.post(f"{reponse['Location']}confirmer/").status_code == 302
    return rapport


def test_une_poche_dessinee_passe_par_le_rapport_et_garde_sa_source_et_son_auteur(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    reponse = leila.post(f"{CARTES}dessiner/", demande(contour=CONTOUR))
    assert not Generation.objects.filter(genre="poche").exists()
    rapport = confirmer(leila, reponse)
    assert "Rien n’est encore enregistré" in rapport
    poche = cartes.en_vigueur_au(date(2026, 10, 1), Genre.POCHE, programme=monde.programme.pk)
    assert poche is not None
    assert (poche.depuis, poche.jusqu_au, poche.source) == (
        date(2026, 9, 1),
        None,
        "Délibération du 12 juin",
    )
    rang = Generation.objects.select_related("fichier").get(id=poche.id)
    assert rang.decidee_par == rang.fichier.importe_par == monde.personnes["leila"].pk
    (zone,) = cartes.zones(poche.id)
    assert (zone.code, zone.nom, zone.communes) == ("POCHE-BAS-DU-FORT", "Bas du Fort", ("93050",))
    assert zone.hectares == pytest.approx(65, rel=0.02)
    lue = cartes.carte(poche.code, programme=monde.programme.pk)
    assert lue.carte.situer(2.535, 48.864).zone is not None


@pytest.mark.parametrize(
    ("contour", "dit"),
    [
        ("", "Placez au moins trois points"),
        ("48,86 ; 2,53\n48,86 ; 2,54\n48,86 ; 2,53\n", "trois points différents"),
        ("2,53 ; 48,86\n2,54 ; 48,86\n2,54 ; 48,87", "Ligne 1 : ce point n’est pas en France"),
        ("48,86 ; 2,53\nici\n48,87 ; 2,53", "Ligne 2 : écrivez la latitude"),
    ],
)  # fmt: skip
def test_un_contour_impossible_est_dit_avec_sa_ligne_et_rien_n_est_depose(
    ville: Any, connexion: Connexion, contour: str, dit: str
) -> None:
    refus = connexion("leila").post(f"{CARTES}dessiner/", demande(contour=contour))
    assert refus.status_code == 422
    assert dit in refus.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert not DepotDeZones.objects.exists()


def test_un_contour_qui_se_croise_est_repare_et_dit(ville: Any, connexion: Connexion) -> None:
    noeud = "48,860 ; 2,530\n48,868 ; 2,540\n48,868 ; 2,530\n48,860 ; 2,540"
    rapport = confirmer(
        leila := connexion("leila"), leila.post(f"{CARTES}dessiner/", demande(contour=noeud))
    )
    assert "contours réparés" in rapport
    assert "répar" in rapport.split("Ce qui a été remarqué")[1]


def test_une_seconde_poche_garde_la_premiere_ou_la_remplace(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    confirmer(leila, leila.post(f"{CARTES}dessiner/", demande(contour=CONTOUR)))
    rues = demande(nom="Coteaux", depuis="2026-10-01", rues="avenue des Coteaux")
    confirmer(leila, leila.post(f"{CARTES}rues/", rues))
    lue = cartes.en_vigueur_au(date(2026, 10, 2), Genre.POCHE, programme=monde.programme.pk)
    assert lue is not None
    assert [z.code for z in cartes.zones(lue.id)] == ["POCHE-BAS-DU-FORT", "POCHE-COTEAUX"]
    avant = cartes.en_vigueur_au(date(2026, 9, 30), Genre.POCHE, programme=monde.programme.pk)
    assert avant is not None
    assert avant.jusqu_au == date(2026, 9, 30)
    seule = demande(nom="Coteaux", depuis="2026-11-01", rues="avenue des Coteaux")
    seule.pop("garder")
    confirmer(leila, leila.post(f"{CARTES}rues/", seule))
    lue = cartes.en_vigueur_au(date(2026, 11, 2), Genre.POCHE, programme=monde.programme.pk)
    assert lue is not None
    assert [z.code for z in cartes.zones(lue.id)] == ["POCHE-COTEAUX"]
    assert [
        v.replace("\u00a0", " ") for _, v in zones_connues(date(2026, 11, 2), monde.programme.pk)
    ][-1].startswith("Coteaux")


def test_les_rues_sont_reconnues_et_celles_qui_ne_le_sont_pas_sont_nommees(
    ville: Any, connexion: Connexion
) -> None:
    leila = connexion("leila")
    rues = "r. de la Brie ; 1-15 impairs\nAv des Coteau\n\nimpasse des Licornes"
    rapport = confirmer(leila, leila.post(f"{CARTES}rues/", demande(rues=rues)))
    assert "ne sont pas reconnues" in rapport
    assert "impasse des Licornes" in rapport
    zone = ZoneDeGeographie.objects.get(nature="voies")
    assert zone.voies == [
        ["Rue de la Brie", "1-15 impairs", True],
        ["Avenue des Coteaux", "", True],
        ["impasse des Licornes", "", False],
    ]


@pytest.mark.parametrize(
    ("rues", "dit"),
    [("", "au moins une rue"), ("; 12", "Ligne 1 : la rue manque"), ("rue de la Brie ; 15-1", "ces numéros ne se lisent pas")],
)  # fmt: skip
def test_une_ligne_de_rue_impossible_est_dite(
    ville: Any, connexion: Connexion, rues: str, dit: str
) -> None:
    refus = connexion("leila").post(f"{CARTES}rues/", demande(rues=rues))
    assert refus.status_code == 422
    assert dit in refus.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_la_regle_qui_cite_une_liste_de_rues_repond_pour_chaque_domicile(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    at = monde.aujourd_hui
    leila = connexion("leila")
    rues = demande(
        depuis=(at - timedelta(days=3)).isoformat(),
        rues="rue de la Brie ; 1-15\navenue des Coteaux",
    )
    confirmer(leila, leila.post(f"{CARTES}rues/", rues))
    attendus = {
        "12 rue de la Brie": Verdict.ELIGIBLE,
        "16 rue de la Brie": Verdict.NON_ELIGIBLE,
        "10 avenue des Coteaux": Verdict.ELIGIBLE,
        "10 quai de la Pointe": Verdict.NON_ELIGIBLE,
        "200 rue de la Brie": Verdict.A_EXAMINER,  # the file does not have this number
        "": Verdict.A_EXAMINER,
    }
    enfants = {}
    for n, adresse in enumerate(attendus):
        dossier = enfant_suivi_par(monde.poste_amina, nom=f"N{n}", prenom="P")
        contenu, *_ = domiciles.situer({"adresse": adresse, "ville": "93330"}, ["93050"])
        sceller(Domicile, dossier, contenu)
        enfants[str(dossier.pk)] = adresse
    lus = connus(monde.programme.pk, [UUID(d) for d in enfants], at)
    regles = JeuDeRegles((RegleLocale("r1", "Poche.", Poche(("POCHE-BAS-DU-FORT",))),))
    cadre = Cadre(regles, fond_au(at, monde.programme.pk).fond, lus.ecoles, lus.communes)
    rendus = {enfants[s.id]: juger(s, cadre) for s in lus.situations}
    assert {a: v.verdict for a, v in rendus.items()} == attendus
    dits = " ".join(f for v in rendus.values() for c in v.constats for f in c.faits)
    assert "Brie" not in dits


# a national map is decided by two


def nationale(client: Client) -> str:
    return deposer(client, fichier(objet()), date_du_fichier="2026-07-21")["Location"]


def test_une_carte_nationale_attend_une_seconde_personne_de_n_importe_quel_programme(
    ville: Any, seconde: Client, connexion: Connexion
) -> None:
    leila = connexion("leila")
    adresse = nationale(leila)
    page = leila.get(adresse).content.decode()
    assert "Il faut une seconde personne" in page
    assert "Enregistrer cette carte" not in page
    refus = leila.post(f"{adresse}confirmer/")
    assert refus.status_code == 422
    assert not Generation.objects.filter(programme=None).exists()
    assert adresse.split("/")[-2] in seconde.get(CARTES).content.decode()
    assert seconde.post(f"{adresse}abandonner/").status_code == 404
    assert seconde.post(f"{adresse}confirmer/").status_code == 302
    assert "La carte est enregistrée" in seconde.get(adresse).content.decode()
    assert cartes.generation("qpv_2024").programme is None
    assert Evenement.objects.filter(contenu__objet__startswith="confirmation").exists()


@pytest.fixture
def ecran(
    ville: Any, connexion: Connexion, live_server: Any, contexte: Any, onglet: Any, settings: Any
) -> Any:
    """Leïla's browser."""
    settings.WHITENOISE_USE_FINDERS = True
    client, nom = connexion("leila"), settings.SESSION_COOKIE_NAME
    contexte.add_cookies(
        [{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}]
    )

    def aller(adresse: str) -> Any:
        onglet.goto(live_server.url + adresse)
        return onglet

    return aller


@pytest.mark.navigateur
def test_une_poche_se_dessine_se_corrige_et_s_ecrit_au_clavier(ecran: Any) -> None:
    page = ecran(f"{CARTES}dessiner/")
    carte = page.locator("[data-carte]")
    for x, y in ((200, 120), (420, 130), (400, 300), (250, 320)):
        carte.click(position={"x": x, "y": y})
    points = page.locator("#id_contour")
    assert len(points.input_value().splitlines()) == 4
    page.get_by_role("button", name="Annuler le dernier point").click()
    assert len(points.input_value().splitlines()) == 3
    assert "la poche est fermée" in page.locator("[data-tracer-dit]").inner_text()
    assert page.locator("path.m-zone--trace").get_attribute("d").count("L") == 2
    page.get_by_role("button", name="Ajouter le centre").press("Enter")
    assert len(points.input_value().splitlines()) == 4
    points.fill(CONTOUR)  # typed: the drawing follows
    assert page.locator("path.m-zone--trace").get_attribute("d").count("L") == 3
    page.get_by_label("Nom de la poche").fill("Bas du Fort")
    page.get_by_label("Source").fill("essai")
    page.get_by_role("button", name="Voir le rapport").click()
    page.get_by_role("heading", name="Rapport avant d’enregistrer").wait_for()


@pytest.mark.navigateur
def test_les_pages_de_poches_et_d_effectifs_se_lisent_sur_un_telephone(ecran: Any) -> None:
    for adresse in (f"{CARTES}dessiner/", f"{CARTES}rues/", "/territoire/effectifs/", "/territoire/effectifs/importer/",
                    "/territoire/ecoles/0930648Z/placer/", "/enfants/convergence/"):  # fmt: skip
        for largeur in (1280, 360):
            page = ecran(adresse)
            page.set_viewport_size({"width": largeur, "height": 800})
            assert axe_violations(page) == [], (adresse, largeur)
            assert page.evaluate("document.documentElement.scrollWidth") <= largeur, (
                adresse,
                largeur,
            )
