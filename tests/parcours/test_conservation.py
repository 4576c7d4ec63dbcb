"""Retention on screen: what becomes due, who opens an archive, two persons for a list, no name on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from maillage.chiffrement.models import Tombe
from maillage.comptes.rules import Mission
from maillage.dossiers.models import Bordereau, Dossier, Gel, OuvertureDArchive
from maillage.dossiers.rules import EtatDuDossier
from maillage.enfants.models import Identite, Responsable
from maillage.parcours import conservation
from maillage.parcours.models import JOURNAL, NoteSante, Parcours, PassageEnEps, Tache
from maillage.parcours.queries.contacts import derniers_contacts
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import CercleFactory, DossierFactory, noter, sceller
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import personne

pytestmark = BASES
VIEUX = date(2021, 3, 4)


@pytest.fixture(autouse=True)
def fichier_des_tombes(tmp_path: Path, settings: Any) -> None:
    settings.TOMBES = tmp_path / "tombes.jsonl"


@pytest.fixture
def oublie(monde: Monde) -> Dossier:
    """A child whose last entry is years old."""
    dossier = DossierFactory(programme=monde.programme, identite={"nom": "Zembla", "prenom": "Ali"})
    noter(dossier, "parcours", "Dernier entretien", le=VIEUX)
    return dossier


def echoir(dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(etat=EtatDuDossier.ARCHIVE, archive_le=VIEUX)


def contact(dossier: Dossier, at: date) -> date | None:
    return derniers_contacts([dossier.pk], at).get(dossier.pk)


def test_rien_d_ecrit_ne_dit_un_dernier_contact(monde: Monde) -> None:
    dossier = DossierFactory(programme=monde.programme, identite={"nom": "A"})
    sceller(Responsable, dossier, {"nom": "B"})
    assert contact(dossier, monde.aujourd_hui) is None


def test_chaque_trace_du_metier_compte_comme_un_contact(monde: Monde) -> None:
    at = monde.aujourd_hui
    gestes = [
        lambda d: noter(d, "sante", "vu", le=VIEUX),
        lambda d: sceller(Parcours, d, {}, recue=VIEUX.isoformat()),
        lambda d: sceller(Parcours, d, {}, entree=VIEUX.isoformat()),
        lambda d: sceller(Parcours, d, {}, sortie=VIEUX.isoformat(), etape="sortie"),
        lambda d: PassageEnEps.objects.create(dossier=d, le=VIEUX.isoformat()),
        lambda d: sceller(
            Tache, d, {"libelle": "x"}, poste=monde.poste_amina, echeance=at, faite_le=VIEUX
        ),
        lambda d: CercleFactory(dossier=d, poste=monde.poste_amina, depuis=VIEUX),
        lambda d: Dossier.objects.filter(pk=d.pk).update(contact_dit=VIEUX),
    ]
    for geste in gestes:
        dossier = DossierFactory(programme=monde.programme, identite={"nom": "A"})
        geste(dossier)
        assert contact(dossier, at) == VIEUX, gestes.index(geste)


def test_une_date_en_partie_connue_compte_par_son_dernier_jour(monde: Monde) -> None:
    dossier = DossierFactory(programme=monde.programme, identite={"nom": "A"})
    sceller(Parcours, dossier, {}, recue="2019", sortie="2021-02", etape="sortie")
    assert contact(dossier, monde.aujourd_hui) == date(2021, 2, 28)


def test_ce_que_l_import_ecrit_n_est_pas_un_contact_ce_que_l_equipe_change_en_est_un(
    monde: Monde,
) -> None:
    dossier = DossierFactory(programme=monde.programme, identite={"nom": "A"})
    responsable = sceller(Responsable, dossier, {"nom": "B"})
    CercleFactory(dossier=dossier, poste=monde.poste_amina, motif="reprise")
    ne = datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))
    Dossier.objects.filter(pk=dossier.pk).update(created_at=ne)
    Responsable.objects.filter(pk=responsable.pk).update(updated_at=ne + timedelta(hours=2))
    Identite.objects.filter(dossier=dossier).update(updated_at=ne)
    assert contact(dossier, monde.aujourd_hui) is None
    Responsable.objects.filter(pk=responsable.pk).update(updated_at=ne + timedelta(days=500))
    assert contact(dossier, monde.aujourd_hui) == date(2021, 5, 15)


def test_les_contacts_se_lisent_en_trois_requetes(
    monde: Monde, django_assert_num_queries: Any
) -> None:
    ids = list(Dossier.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        lus = derniers_contacts(ids, monde.aujourd_hui)
    assert lus[monde.karthik.pk] == monde.aujourd_hui
    assert len(JOURNAL) == 8


def test_la_page_montre_ce_qui_est_du_et_archive_en_un_geste(
    monde: Monde, oublie: Dossier, connexion: Any
) -> None:
    leila = connexion("leila")
    page = leila.get("/conservation/").content.decode()
    assert "Zembla" in page
    assert "Selvam" not in page
    assert leila.post("/conservation/archiver/").status_code == 302
    oublie.refresh_from_db()
    assert (oublie.etat, oublie.archive_le) == (EtatDuDossier.ARCHIVE, monde.aujourd_hui)
    assert "Zembla" not in leila.get("/enfants/").content.decode()
    assert leila.get(f"/enfants/{oublie.pk}/").status_code == 404
    assert connexion("amina").get(f"/conservation/{oublie.pk}/").status_code == 403
    geste = Evenement.objects.filter(contenu__objet="archivage").last()
    assert geste.contenu["dossiers"] == [str(oublie.pk)]


def test_un_nom_montre_sur_la_page_a_son_evenement(
    monde: Monde, oublie: Dossier, connexion: Any
) -> None:
    connexion("leila").get("/conservation/")
    lu = Evenement.objects.filter(contenu__acte="conserver").last().contenu
    assert str(oublie.pk) in lu["dossiers"]
    assert str(monde.karthik.pk) not in lu["dossiers"]


def test_une_archive_ne_s_ouvre_qu_avec_une_raison_et_a_la_coordination(
    monde: Monde, connexion: Any
) -> None:
    adresse = f"/conservation/{monde.archive.pk}/archive/"
    leila, sante = connexion("leila"), monde.marques["archive"]["sante"]
    assert leila.post(adresse, {"raison": " "}).status_code == 422
    assert not OuvertureDArchive.objects.exists()
    assert monde.marques["archive"]["parcours"] not in leila.get(adresse).content.decode()
    reponse = leila.post(adresse, {"raison": "Attestation demandée"})
    page = reponse.content.decode()
    assert monde.marques["archive"]["parcours"] in page
    assert sante not in page
    assert monde.marques["archive"]["protection"] not in page
    lus = Evenement.objects.filter(contenu__acte="ouvrir_archive", dossier_id=monde.archive.pk)
    assert {e.contenu["volet"] for e in lus} == {
        "identite", "parcours", "famille", "mediation", "scolarite", "social",
    }  # fmt: skip
    trace = OuvertureDArchive.objects.get()
    assert b"Attestation" not in bytes(trace.scelle)
    assert (
        "Attestation demandée" in leila.get(f"/conservation/{monde.archive.pk}/").content.decode()
    )
    for qui in ("amina", "nour", "sylvie", "claire", "voisine"):
        assert connexion(qui).post(adresse, {"raison": "x"}).status_code == 403
    assert NoteSante.objects.filter(dossier=monde.archive).exists()


def test_la_famille_revient_et_le_dossier_aussi(monde: Monde, connexion: Any) -> None:
    leila = connexion("leila")
    reponse = leila.post(f"/conservation/{monde.archive.pk}/reactiver/")
    assert reponse["Location"] == f"/enfants/{monde.archive.pk}/"
    assert connexion("amina").get(f"/enfants/{monde.archive.pk}/").status_code == 200
    assert contact(monde.archive, monde.aujourd_hui) == monde.aujourd_hui


def test_un_gel_se_pose_se_lit_et_se_leve(monde: Monde, connexion: Any) -> None:
    leila, adresse = connexion("leila"), f"/conservation/{monde.karthik.pk}/"
    fin = monde.aujourd_hui + timedelta(days=90)
    hier = monde.aujourd_hui - timedelta(days=1)
    saisie = {"motif": "contentieux", "precision": "Recours", "jusqu_au": hier.isoformat()}
    assert leila.post(f"{adresse}geler/", saisie).status_code == 422
    leila.post(f"{adresse}geler/", {**saisie, "jusqu_au": fin.isoformat()})
    page = leila.get(adresse).content.decode()
    assert "Recours" in page
    assert (
        f"Gelé jusqu’au {fin:%d/%m/%Y}"
        in leila.get(f"/enfants/{monde.karthik.pk}/").content.decode()
    )
    leila.post(f"{adresse}gel/{Gel.objects.get().pk}/lever/")
    assert "Levé" in leila.get(adresse).content.decode()


def test_la_banniere_dit_l_etat_a_la_coordination_seule(monde: Monde, connexion: Any) -> None:
    adresse = f"/enfants/{monde.karthik.pk}/"
    assert "Base active jusqu’au" in connexion("leila").get(adresse).content.decode()
    assert "Base active" not in connexion("amina").get(adresse).content.decode()


@pytest.fixture
def dpo(monde: Monde) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(personne("Dominique Petit", monde.programme, Mission.DPO))
    return client


def preparer(client: Client, sort: str = "elimination") -> UUID:
    client.post("/conservation/listes/preparer/", {"sort": sort})
    return Bordereau.objects.get().pk


def test_une_liste_va_de_la_preparation_a_la_tombe(
    monde: Monde, oublie: Dossier, connexion: Any, dpo: Client
) -> None:
    echoir(oublie)
    leila = connexion("leila")
    liste = preparer(leila)
    adresse = f"/conservation/listes/{liste}/"
    assert leila.post(f"{adresse}valider/").status_code == 422, "sans visa"
    visa = {"reference": "AD93-2026-7", "le": monde.aujourd_hui.isoformat()}
    assert leila.post(f"{adresse}visa/", {**visa, "reference": ""}).status_code == 422
    assert leila.post(f"{adresse}visa/", visa).status_code == 302
    assert leila.post(f"{adresse}valider/").status_code == 422, "la même personne"
    assert Dossier.objects.filter(pk=oublie.pk).exists()
    page = dpo.get(adresse).content.decode()
    assert "AD93-2026-7" in page
    assert not [m for m in (*monde.mots_secrets, "Zembla", "Ali ") if m in page]
    assert dpo.post(f"{adresse}valider/").status_code == 302
    assert not Dossier.objects.filter(pk=oublie.pk).exists()
    assert Tombe.objects.get().achevee_le
    fini = dpo.get(adresse).content.decode()
    assert "Exécutée" in fini
    assert dpo.get(f"{adresse}avancement/")["HX-Refresh"] == "true"
    assert dpo.post(f"{adresse}reprendre/").status_code == 404


def test_le_delegue_ne_voit_que_les_listes(monde: Monde, dpo: Client) -> None:
    assert dpo.get("/conservation/listes/").status_code == 200
    assert dpo.get("/conservation/").status_code == 403
    assert dpo.get(f"/conservation/{monde.karthik.pk}/").status_code == 403
    assert dpo.post("/conservation/listes/preparer/").status_code == 403


def test_une_liste_abandonnee_ne_detruit_rien(
    monde: Monde, oublie: Dossier, connexion: Any
) -> None:
    echoir(oublie)
    leila = connexion("leila")
    liste = preparer(leila)
    assert leila.post("/conservation/listes/preparer/", {"sort": "elimination"}).status_code == 422
    leila.post(f"/conservation/listes/{liste}/abandonner/")
    assert Bordereau.objects.get().etat == "abandonne"
    assert Dossier.objects.filter(pk=oublie.pk).exists()
    assert "gardé" in leila.get(f"/conservation/listes/{liste}/").content.decode()


def test_une_liste_d_un_autre_programme_est_introuvable(
    monde: Monde, oublie: Dossier, connexion: Any
) -> None:
    echoir(oublie)
    liste = preparer(connexion("leila"))
    autre = Client(raise_request_exception=False)
    autre.force_login(personne("Rita", monde.autre_programme, Mission.COORDINATION))
    assert autre.get(f"/conservation/listes/{liste}/").status_code == 404
    assert autre.post(f"/conservation/listes/{liste}/valider/").status_code == 404


def test_un_dossier_ouvert_par_erreur_suit_le_meme_chemin(
    monde: Monde, connexion: Any, dpo: Client
) -> None:
    leila = connexion("leila")
    reponse = leila.post(f"/conservation/{monde.tom.pk}/supprimer/")
    assert Dossier.objects.filter(pk=monde.tom.pk).exists()
    assert leila.post(f"/conservation/{monde.tom.pk}/supprimer/").status_code == 422
    visa = {"reference": "tableau de gestion 2026", "le": monde.aujourd_hui.isoformat()}
    leila.post(f"{reponse['Location']}visa/", visa)
    dpo.post(f"{reponse['Location']}valider/")
    assert Tombe.objects.get().motif == "erreur"


def test_les_durees_se_changent_avec_leur_justification(monde: Monde, connexion: Any) -> None:
    leila = connexion("leila")
    longue = {"active_mois": 36, "archive_mois": 12, "justification": ""}
    assert leila.post("/conservation/durees/", longue).status_code == 422
    leila.post("/conservation/durees/", {**longue, "justification": "Délibération du 3 mars"})
    assert "36 mois" in leila.get("/conservation/").content.decode()
    assert conservation.regles.durees(monde.programme.pk).active_mois == 36


def test_un_contact_connu_de_l_equipe_se_dit(monde: Monde, connexion: Any) -> None:
    dossier = DossierFactory(programme=monde.programme, identite={"nom": "Muet"})
    leila, adresse = connexion("leila"), f"/conservation/{dossier.pk}/"
    assert "Muet" in leila.get("/conservation/").content.decode()
    demain = monde.aujourd_hui + timedelta(days=1)
    assert leila.post(f"{adresse}contact/", {"le": demain.isoformat()}).status_code == 422
    leila.post(f"{adresse}contact/", {"le": VIEUX.isoformat()})
    assert contact(dossier, monde.aujourd_hui) == VIEUX
