"""Pages: the coordination prepares, looks, approves, withdraws; those who read get the released figures and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from maillage.comptes.rules import Mission
from maillage.dossiers.models import Dossier
from maillage.publications.models import Preparation
from maillage.publications.mur import QuestionInterdite, publie_seulement
from maillage.publications.queries import lecture
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import joindre, parutions
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import montrer_le_second_facteur, personne
from tests.publications.gestes import preparer, publier
from tests.publications.villes import Ville

pytestmark = BASES
Connexion = Callable[[str], Client]
PREPARER = "/publications/preparer/"


def test_la_coordination_prepare_regarde_approuve_et_l_elue_lit(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    leila = connexion("leila")
    envoi = {
        "quand": "2024-t1", "titre": "", "tables": ["age_sexe", "motif"], "mode": "secret", "seuil": "5",
        "formulaire": str(uuid4()),
    }  # fmt: skip
    vers = leila.post(f"{PREPARER}nouvelle/", envoi)
    assert vers.status_code == 302
    assert leila.post(f"{PREPARER}nouvelle/", envoi).url == vers.url, (
        "a double submit is one release"
    )
    page = leila.get(vers.url).content.decode()
    for dit in ("Ce que dit l’audit", "Elle compte trop peu d’enfants", "Approuver et publier"):
        assert dit in page
    lue = re.search(r'name="version" value="(\d+)"', page)
    assert lue
    publiee = leila.post(f"{vers.url}approuver/", {"version": lue[1]})
    assert publiee.url == "/publications/1/"
    accueil = connexion("claire").get("/").content.decode()
    assert "Chiffres du premier trimestre 2024-2025" in accueil
    lue = connexion("claire").get("/publications/1/").content.decode()
    assert "Signature vérifiée" in lue
    assert "masqué" in lue
    assert "Nous ne disons pas laquelle des deux" in lue
    assert "Elle compte trop peu" not in lue
    assert "<svg" in lue
    assert "Définitions de ce tableau" in lue


def test_approuver_et_retirer_redemandent_qui_est_la(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    rang = preparer(monde.acteur("leila"), monde.aujourd_hui)
    client = Client()
    client.force_login(monde.personnes["leila"])
    montrer_le_second_facteur(client, monde.personnes["leila"], il_y_a=600)
    for geste in ("approuver", "retirer"):
        reponse = client.post(f"{PREPARER}{rang.id}/{geste}/", {"motif": "x"})
        assert reponse.status_code == 302
        assert "reauthenticate" in reponse.url
    rang.refresh_from_db()
    assert rang.etat == "protegee"


@pytest.mark.parametrize("qui", ["amina", "nour", "bruno", "sylvie", "zoe"])
def test_une_publication_n_est_pas_pour_les_autres_missions(
    qui: str, monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    for adresse in ("/publications/", "/publications/1/", "/publications/1/tableur/"):
        assert connexion(qui).get(adresse).status_code == 403


def test_une_publication_d_un_autre_programme_n_existe_pas(monde: Monde, ville: Ville) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    elu = personne("Élue d'ailleurs", monde.autre_programme, Mission.ELU)
    client = Client()
    client.force_login(elu)
    montrer_le_second_facteur(client, elu)
    assert client.get("/publications/1/").status_code == 404
    assert "Aucun chiffre n’est encore publié" in client.get("/publications/").content.decode()


def test_le_partenaire_n_a_pas_les_tableaux_des_elus(monde: Monde, ville: Ville) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    partenaire = personne("Association", monde.programme, Mission.PARTENARIAT)
    client = Client()
    client.force_login(partenaire)
    montrer_le_second_facteur(client, partenaire)
    page = client.get("/publications/1/")
    assert {t.id for t in page.context["tableaux"]} == {
        "age_sexe",
        "quartier",
        "quartier_age",
        "motif",
    }
    tables = json.loads(client.get("/publications/1/json/").content)["tables"]
    assert "quartier_motif" not in {t["id"] for t in tables}


def test_tableur_et_donnees_disent_les_memes_nombres_que_la_page(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui, mode=Mode.SUPPRESSION)
    lue = lecture.parution(1, monde.programme.pk)
    client = connexion("claire")
    donnees = json.loads(client.get("/publications/1/json/").content)
    assert {
        (t["id"], tuple(sorted(c["cell"].items()))): c["value"] for t in donnees["tables"] for c in t["cells"]
    } == {(t.id, nom): "s" if v is None else v for t in lue.tables for nom, v in t.cells.items()}  # fmt: skip
    assert set(donnees) == {"id", "mode", "base", "tables"}, (
        "neither audit nor certificate for readers"
    )
    livre = CalamineWorkbook.from_filelike(BytesIO(client.get("/publications/1/tableur/").content))
    for t in lue.tables:
        feuille = next(n for n in livre.sheet_names if n.endswith(t.id))
        lus = [r[len(t.dims)] for r in livre.get_sheet_by_name(feuille).to_python()[4:]]
        assert sorted(map(str, lus)) == sorted(
            "masqué" if v is None else str(float(v)) for v in t.cells.values()
        )


def test_les_parts_font_cent_et_ne_disent_rien_sous_vingt(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    for t in connexion("claire").get("/publications/1/").context["tableaux"]:
        assert sum(li.cases[-1].part for li in t.lignes) == 100
    ville.enfants = ville.enfants[:14]
    publier(
        monde.acteur("leila"), monde.aujourd_hui, periode=PeriodeScolaire.T2, tables=("origine",)
    )
    page = connexion("claire").get("/publications/2/").context["tableaux"]
    assert all(li.cases[-1].part is None for t in page for li in t.lignes)


def test_retirer_dit_ce_qui_ne_se_reprend_pas(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    publier(monde.acteur("leila"), monde.aujourd_hui, periode=PeriodeScolaire.T2)
    ident = Preparation.objects.get(numero=1).id
    connexion("claire").get("/publications/1/tableur/")
    leila = connexion("leila")
    avant = leila.get(f"{PREPARER}{ident}/").content.decode()
    assert "a téléchargé le tableur" in avant
    assert "Claire Vasseur" in avant
    assert re.search(r"Publications de l’année protégées en la comptant&nbsp;: n°&nbsp;2", avant)
    assert leila.post(f"{PREPARER}{ident}/retirer/", {"motif": ""}).status_code == 422
    assert (
        leila.post(f"{PREPARER}{ident}/retirer/", {"motif": "Erreur de carte"}).status_code == 302
    )
    assert connexion("claire").get("/publications/1/").status_code == 404
    assert "Ce qui ne se reprend pas" in leila.get(f"{PREPARER}{ident}/").content.decode()
    refus = leila.post(f"{PREPARER}{ident}/approuver/")
    assert refus.status_code == 409
    assert "Une publication retirée ne revient pas" in refus.content.decode()


def test_un_document_joint_se_telecharge(monde: Monde, connexion: Connexion, ville: Ville) -> None:
    leila = monde.acteur("leila")
    publier(leila, monde.aujourd_hui)
    parue = lecture.parution(1, monde.programme.pk).parution
    ident = joindre(leila, parue, b"%PDF-1.7", "rapport 2024.pdf", "rapport")
    client = connexion("claire")
    assert "rapport 2024.pdf" in client.get("/publications/1/").content.decode()
    reponse = client.get(f"/publications/1/documents/{ident}/")
    assert (reponse.content, reponse["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    rang = Preparation.objects.get()
    parutions.retirer(acteur=leila, preparation_id=rang.id, motif="x", at=monde.aujourd_hui)
    assert client.get(f"/publications/1/documents/{ident}/").status_code == 404


def test_les_pages_de_lecture_ne_posent_aucune_question_hors_du_magasin_et_des_comptes(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    publier(monde.acteur("leila"), monde.aujourd_hui)
    client = connexion("claire")
    for adresse in (
        "/publications/",
        "/publications/1/",
        "/publications/1/tableur/",
        "/publications/1/json/",
    ):
        with (
            CaptureQueriesContext(connections["default"]) as base,
            CaptureQueriesContext(connections["publications"]) as magasin,
        ):
            assert client.get(adresse).status_code == 200
        assert magasin.captured_queries
        lues = {t for q in base for t in re.findall(r'(?:FROM|JOIN) "(\w+?)_', q["sql"])}
        assert lues <= {
            "comptes",
            "django",
            "partage",
            "tracabilite",
            "usersessions",
            "mfa",
            "account",
        }


def test_une_page_de_lecture_qui_demanderait_un_dossier_casserait(monde: Monde) -> None:
    """The wall is not blind: a page planted with a question on dossiers is stopped."""
    plantee = publie_seulement(lambda: list(Dossier.objects.all()))
    with pytest.raises(QuestionInterdite, match="dossiers_dossier"):
        plantee()


def test_une_preparation_d_ailleurs_n_existe_pas(monde: Monde, ville: Ville) -> None:
    rang = preparer(monde.acteur("leila"), monde.aujourd_hui)
    autre = personne("Coordination d'ailleurs", monde.autre_programme, Mission.COORDINATION)
    client = Client(raise_request_exception=False)
    client.force_login(autre)
    montrer_le_second_facteur(client, autre)
    assert client.get(f"{PREPARER}{rang.id}/").status_code == 404
    for geste in ("approuver", "retirer", "relancer", "abandonner", "arreter"):
        assert client.post(f"{PREPARER}{rang.id}/{geste}/", {"motif": "x"}).status_code == 404
    assert client.get(f"{PREPARER}{UUID(int=3)}/").status_code == 404


def test_les_formulaires_disent_ce_qui_ne_va_pas(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    leila = connexion("leila")
    vide = leila.post(f"{PREPARER}nouvelle/", {})
    assert vide.status_code == 422
    assert "Choisissez au moins un tableau" in vide.content.decode()
    mauvais = {
        "quand": "2024-t1",
        "tables": ["issue"],
        "mode": "arrondi",
        "seuil": "5",
        "formulaire": uuid4(),
    }
    assert (
        "au moins un tableau de cette période"
        in leila.post(f"{PREPARER}nouvelle/", mauvais).content.decode()
    )
    assert leila.post(f"{PREPARER}reglage/", {"mode": "arrondi", "seuil": "3"}).status_code == 422
    assert leila.post(f"{PREPARER}reglage/", {"mode": "secret", "seuil": "11"}).status_code == 302
    ville.enfants = []
    refusee = leila.post(f"{PREPARER}nouvelle/", {**mauvais, "tables": ["motif"], "seuil": "11"})
    assert "il n’y a rien à publier" in leila.get(refusee.url).content.decode()
