"""«Journal des accès» and «Qui a ouvert ce dossier ?»: alerts are seen and closed, families are told the truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.comptes.rules import Mission
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage.journal import alertes_a_examiner, compte_des_acces, veiller_le_programme
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte
from maillage.tracabilite.models import Alerte, Evenement
from maillage.tracabilite.queries import rupture
from maillage.tracabilite.services import Fait, noter
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import personne

pytestmark = BASES
Connexion = Callable[[str], Client]


def sonder(monde: Monde, nom: str, fois: int = 8) -> None:
    """Somebody tries doors that are not hers."""
    for _ in range(fois):
        with pytest.raises(Introuvable):
            exiger(monde.acteur(nom), Acte.LIRE, Volet.SOCIAL, monde.ines.pk, monde.aujourd_hui)


def veiller(monde: Monde) -> int:
    return veiller_le_programme(monde.programme.pk, at=monde.aujourd_hui, toutes_les=timedelta(0))


@pytest.fixture
def alerte(monde: Monde) -> Alerte:
    sonder(monde, "amina")
    veiller(monde)
    return Alerte.objects.get(signe="refus_repetes")


def test_des_portes_essayees_font_une_alerte_que_la_coordination_voit(
    monde: Monde, alerte: Alerte, connexion: Connexion
) -> None:
    assert (alerte.acteur_id, alerte.nombre) == (monde.personnes["amina"].pk, 8)
    assert alertes_a_examiner(monde.acteur("leila"), at=monde.aujourd_hui) >= 1
    assert alertes_a_examiner(monde.acteur("amina"), at=monde.aujourd_hui) is None
    page = connexion("leila").get("/journal/").content.decode()
    assert "Refus répétés" in page
    assert "Amina Haddad" in page
    assert f"/enfants/{monde.ines.pk}/acces/" in page
    assert not [mot for mot in monde.mots_secrets if mot in page]
    assert "Accès à regarder" in connexion("leila").get("/").content.decode()


def test_la_meme_alerte_grandit_et_n_est_pas_doublee(monde: Monde, alerte: Alerte) -> None:
    sonder(monde, "amina", 3)
    veiller(monde)
    veiller(monde)
    assert Alerte.objects.get(signe="refus_repetes").nombre == 11


def test_moins_d_une_heure_apres_rien_n_est_relu(monde: Monde, alerte: Alerte) -> None:
    with CaptureQueriesContext(connection) as requetes:
        assert veiller_le_programme(monde.programme.pk, at=monde.aujourd_hui) == 0
    assert len(requetes) == 1


def test_examiner_une_alerte_dit_qui_quand_et_garde_le_mot_scelle(
    monde: Monde, alerte: Alerte, connexion: Connexion
) -> None:
    client, cle = connexion("leila"), alerte.id.hex
    adresse = f"/journal/alertes/{alerte.id}/"
    assert client.post(adresse, {f"{cle}-conclusion": ""}).status_code == 422
    saisie = {f"{cle}-conclusion": "justifie", f"{cle}-mot": "Vérifié avec elle"}
    assert client.post(adresse, saisie).status_code == 302
    alerte.refresh_from_db()
    assert alerte.examinee_par == monde.personnes["leila"].pk
    assert alerte.examinee_le
    assert "Vérifié".encode() not in bytes(alerte.mot)
    assert "Vérifié avec elle" in client.get("/journal/").content.decode()
    assert client.post(adresse, saisie).status_code == 409
    assert Evenement.objects.filter(contenu__acte="tenir_le_journal").exists()
    sonder(monde, "amina", 0)
    veiller(monde)
    assert not Alerte.objects.filter(signe="refus_repetes", examinee_le=None).exists()


def test_personne_n_examine_une_alerte_qui_la_concerne(monde: Monde, connexion: Connexion) -> None:
    leila = monde.personnes["leila"]
    fait = Fait(acte="lire", acteur=leila.pk, programme=monde.programme.pk, regle="x",
                accorde=False, dossier=monde.ines.pk)  # fmt: skip
    noter(*[fait] * 8)
    veiller(monde)
    alerte = Alerte.objects.get(signe="refus_repetes")
    cle, client = alerte.id.hex, connexion("leila")
    saisie = {f"{cle}-conclusion": "justifie", f"{cle}-mot": "c’est moi"}
    assert client.post(f"/journal/alertes/{alerte.id}/", saisie).status_code == 403
    assert "une autre personne doit l’examiner" in client.get("/journal/").content.decode()
    with pytest.raises(IntegrityError):
        Alerte.objects.filter(pk=alerte.pk).update(
            examinee_le=timezone.now(), examinee_par=leila.pk, conclusion="justifie"
        )


def test_le_delegue_voit_les_alertes_sans_aucun_lien_vers_un_enfant(
    monde: Monde, alerte: Alerte
) -> None:
    client = Client()
    client.force_login(personne("Paul Roche", monde.programme, Mission.DPO))
    page = client.get("/journal/").content.decode()
    assert "Amina Haddad" in page
    assert str(monde.ines.pk) not in page
    assert client.get(f"/enfants/{monde.ines.pk}/acces/").status_code == 403
    assert "Ouvrir le journal" in client.get("/").content.decode()


def test_un_dossier_archive_demande_fait_une_alerte(monde: Monde) -> None:
    with pytest.raises(Introuvable):
        exiger(monde.acteur("amina"), Acte.LIRE, Volet.SOCIAL, monde.archive.pk, monde.aujourd_hui)
    veiller(monde)
    assert Alerte.objects.filter(signe="dossier_clos").exists()


def test_la_famille_lit_qui_a_ouvert_le_dossier_seul_ou_dans_une_liste(
    monde: Monde, connexion: Connexion
) -> None:
    connexion("sylvie").get("/enfants/")
    connexion("nour").get(f"/enfants/{monde.karthik.pk}/")
    page = connexion("amina").get(f"/enfants/{monde.karthik.pk}/acces/").content.decode()
    assert "Nour Azzam" in page
    assert "Professionnel de santé de l&#x27;équipe" in page
    assert "Sylvie Morel" in page
    assert "dans une liste" in page
    assert "Accès refusés" not in page
    assert Evenement.objects.filter(
        contenu__acte="voir_les_acces", dossier_id=monde.karthik.pk
    ).exists()
    assert rupture(monde.programme.pk) is None


def test_la_coordination_voit_aussi_les_refus_et_la_famille_non(
    monde: Monde, connexion: Connexion
) -> None:
    sonder(monde, "amina", 1)
    page = connexion("leila").get(f"/enfants/{monde.ines.pk}/acces/").content.decode()
    assert "Accès refusés" in page
    assert "Amina Haddad" in page.split("Accès refusés", 1)[1]
    karim = connexion("karim").get(f"/enfants/{monde.ines.pk}/acces/").content.decode()
    assert "Amina Haddad" not in karim
    document = connexion("karim").get(f"/enfants/{monde.ines.pk}/acces/pdf/")
    assert document.content.startswith(b"%PDF-")


def test_le_compte_des_acces_coute_le_meme_nombre_de_requetes_quel_que_soit_le_journal(
    monde: Monde,
) -> None:
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            compte_des_acces(monde.acteur("leila"), monde.karthik.pk, at=monde.aujourd_hui)
        return len(requetes)

    compter()
    peu = compter()
    for nom in ("amina", "nour", "sylvie"):
        for _ in range(20):
            qui, un, liste = monde.personnes[nom].pk, monde.karthik.pk, (monde.karthik.pk, uuid4())
            commun = {"acteur": qui, "programme": monde.programme.pk, "regle": "r"}
            noter(Fait(acte="lire", dossier=un, volet="parcours", **commun),
                  Fait(acte="lister", dossiers=liste, **commun))  # fmt: skip
    assert compter() == peu


def test_poser_une_ancre_donne_huit_mots_a_recopier(monde: Monde, connexion: Connexion) -> None:
    client = connexion("leila")
    assert "Aucune ancre" in client.get("/journal/").content.decode()
    page = client.post("/journal/ancrer/", follow=True).content.decode()
    assert "Recopiez ces huit mots" in page


def test_lire_le_dossier_de_quelqu_un_du_meme_nom_demande_un_regard(
    monde: Monde, connexion: Connexion
) -> None:
    amina = monde.personnes["amina"]
    for nom in ("Amina Haddad", "Amina SELVAM-Haddad"):
        amina.nom = nom
        amina.save(update_fields=["nom"])
        connexion("amina").get(f"/enfants/{monde.karthik.pk}/")
        veiller(monde)
        vues = Alerte.objects.filter(signe="proche_du_lecteur")
        assert vues.count() == (nom != "Amina Haddad")
    alerte = vues.get()
    assert (alerte.acteur_id, alerte.forte) == (amina.pk, False)
    page = connexion("leila").get("/journal/").content.decode()
    assert "semble proche" in page
    assert "Karthik" not in page
