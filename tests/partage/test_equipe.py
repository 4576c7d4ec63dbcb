"""The pages of the team: what they show once, what they refuse, how they say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.comptes.models import Demande, Utilisateur
from maillage.comptes.rules import Mission
from maillage.territoire.models import Commune
from maillage.territoire.queries import chercher_communes
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import personne

pytestmark = BASES
Connexion = Callable[[str], Client]
FORMULAIRE = {
    "nom": "Inès Caron",
    "email": "ines@ville.test",
    "mission": "reference_de_parcours",
    "obligation": "mission",
    "institution": "Ville",
    "nature": "commune",
}


def page(client: Client, adresse: str) -> str:
    return client.get(adresse).content.decode().replace("\u00a0", " ")


def envoyer(client: Client, adresse: str, **donnees: str) -> str:
    return client.post(adresse, donnees, follow=True).content.decode().replace("\u00a0", " ")


def test_le_code_n_est_montre_qu_une_fois_et_n_est_ecrit_nulle_part(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    fin = str(monde.aujourd_hui + timedelta(days=90))
    reponse = client.post("/equipe/ouvrir/", {**FORMULAIRE, "jusqu_au": fin})
    code = reponse.context["remis"].code
    assert reponse.status_code == 200
    assert reponse["Cache-Control"] == "no-store"
    assert code in reponse.content.decode()
    compte = Utilisateur.objects.get(email="ines@ville.test")
    suites = page(client, "/equipe/") + page(client, f"/equipe/{compte.pk}/")
    assert code not in suites + str(list(Evenement.objects.values_list("contenu", flat=True)))
    assert code not in str(dict(client.session))
    assert "Inès Caron" in suites
    assert "À activer" in suites


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"email": "pas une adresse"}, "Cette adresse ne se lit pas."),
        ({"jusqu_au": "2099-01-01"}, "fin de l’année scolaire prochaine"),
        ({"jusqu_au": ""}, "Un compte a toujours une date de fin."),
        ({"mission": "coordination"}, "vous êtes la seule personne de la coordination"),
        ({"mission": "super"}, "valide"),
    ],
)
def test_ce_qui_ne_va_pas_est_dit_et_rien_n_est_ouvert(
    monde: Monde, connexion: Connexion, champs: dict[str, str], phrase: str
) -> None:
    avant = Utilisateur.objects.count()
    fin = str(monde.aujourd_hui + timedelta(days=90))
    reponse = connexion("leila").post("/equipe/ouvrir/", {**FORMULAIRE, "jusqu_au": fin, **champs})
    assert reponse.status_code == 422
    assert phrase.casefold() in reponse.content.decode().replace("\u00a0", " ").casefold()
    assert Utilisateur.objects.count() == avant


def test_deux_coordinatrices_ouvrent_la_coordination_l_une_demande_l_autre_confirme(
    monde: Monde, connexion: Connexion
) -> None:
    monde.personnes["nora"] = personne("Nora Petit", monde.programme, Mission.COORDINATION)
    amina, leila = monde.personnes["amina"], connexion("leila")
    adresse = f"/equipe/{amina.pk}/mission/"
    dit = envoyer(leila, adresse, mission="coordination", obligation="mission")
    assert "une seconde personne de la coordination doit la confirmer" in dit
    demande = Demande.objects.get()
    assert "À confirmer à deux" in page(connexion("nora"), "/")
    assert "À confirmer à deux" not in page(connexion("karim"), "/")
    confirmer = f"/equipe/confirmer/{demande.pk}/"
    refus = leila.post(confirmer)
    assert refus.status_code == 422
    assert "ni celle qui demande" in refus.content.decode()
    assert connexion("karim").get(confirmer).status_code == 404
    assert "la mission est donnée" in envoyer(connexion("nora"), confirmer)
    assert Mission.COORDINATION in comptes.acteur(amina.pk, au=monde.aujourd_hui).missions


def test_une_elue_qui_recevrait_des_enfants_est_refusee_avec_la_loi(
    monde: Monde, connexion: Connexion
) -> None:
    claire = monde.personnes["claire"]
    dit = envoyer(
        connexion("leila"), f"/equipe/{claire.pk}/mission/", mission="soin", obligation="mission"
    )
    assert "loi n° 2005-32 du 18 janvier 2005, art. 128" in dit
    assert comptes.acteur(claire.pk, au=monde.aujourd_hui).missions == {Mission.ELU}


def test_sa_propre_page_n_offre_aucun_geste_et_les_gestes_sont_refuses(
    monde: Monde, connexion: Connexion
) -> None:
    client, elle = connexion("leila"), monde.personnes["leila"]
    sienne = page(client, f"/equipe/{elle.pk}/")
    assert "Personne ne change ses propres droits" in sienne
    assert f'action="/equipe/{elle.pk}/' not in sienne
    for geste in ("mission", "poste", "fin", "lever"):
        client.post(
            f"/equipe/{elle.pk}/{geste}/",
            {"mission": "soin", "obligation": "mission", "poste": str(monde.poste_amina.pk)},
        )
    lue = comptes.acteur(elle.pk, au=monde.aujourd_hui)
    assert (lue.missions, lue.postes) == ({Mission.COORDINATION}, frozenset())


def test_un_poste_qui_suit_des_enfants_ne_ferme_pas(monde: Monde, connexion: Connexion) -> None:
    client = connexion("leila")
    for qui in ("amina", "nour"):
        adresse = f"/equipe/{monde.personnes[qui].pk}/quitter/"
        envoyer(client, adresse, poste=str(monde.poste_amina.pk))
    dit = envoyer(client, f"/equipe/postes/{monde.poste_amina.pk}/fermer/")
    assert "il suit encore 2 enfants" in dit
    assert "Poste ouvert." in envoyer(
        client, "/equipe/postes/", libelle="Poste neuf", metier="referent_de_parcours"
    )
    assert "Poste neuf" in page(client, "/equipe/")


def test_une_suspension_se_leve_et_un_compte_endormi_se_voit(
    monde: Monde, connexion: Connexion
) -> None:
    amina, vieux = monde.personnes["amina"], timezone.now() - timedelta(days=90)
    Utilisateur.objects.filter(pk=amina.pk).update(created_at=vieux, last_login=vieux)
    client = connexion("leila")
    assert "Suspendu" in page(client, "/equipe/")
    assert "Suspension levée" in envoyer(client, f"/equipe/{amina.pk}/lever/")
    assert comptes.acteur(amina.pk, au=monde.aujourd_hui).missions == {Mission.REFERENCE}


def test_ma_journee_rappelle_l_attestation_quand_son_jour_approche(
    monde: Monde, connexion: Connexion
) -> None:
    vieux = timezone.now() - timedelta(days=100)
    Utilisateur.objects.update(created_at=vieux, last_login=timezone.now())
    client = connexion("leila")
    accueil = page(client, "/")
    assert "à attester" in accueil
    fin = str(monde.aujourd_hui + timedelta(days=90))
    lignes = client.get("/equipe/attestation/").context["lignes"]
    assert monde.personnes["leila"].pk not in {m.id for m, *_ in lignes}
    for membre, *_ in lignes:
        client.post("/equipe/attestation/", {"personne": str(membre.id), "jusqu_au": fin})
    assert "à attester" not in page(client, "/")
    assert client.get("/equipe/attestation/").context["restent"] == 0


def test_les_changements_de_droits_sont_des_evenements_sans_nom(
    monde: Monde, connexion: Connexion
) -> None:
    client, amina = connexion("leila"), monde.personnes["amina"]
    envoyer(client, f"/equipe/{amina.pk}/mission/", mission="soin", obligation="profession")
    envoyer(client, f"/equipe/{amina.pk}/fin/")
    notes = Evenement.objects.filter(contenu__acte="habiliter")
    assert [e.contenu["regle"] for e in notes] == [
        "mission_confiee",
        "attestation_terminee",
        "compte_ferme",
    ]
    assert {e.acteur_id for e in notes} == {monde.personnes["leila"].pk}
    assert "Amina" not in str([e.contenu for e in notes])


def test_le_programme_se_regle_commune_par_commune(monde: Monde, connexion: Connexion) -> None:
    for code, nom in (
        ("93066", "Saint-Denis"),
        ("93031", "Épinay-sur-Seine"),
        ("91216", "Épinay-sur-Orge"),
    ):
        Commune.objects.update_or_create(code=code, defaults={"nom": nom, "departement": code[:2]})
    client = connexion("leila")
    trouvees = page(client, "/territoire/reglages/?commune=epinay sur")
    assert trouvees.count("Épinay-sur-") >= 2
    envoyer(client, "/territoire/reglages/", ajouter="93031")
    envoyer(client, "/territoire/reglages/", ajouter="93031")
    assert comptes.programme(monde.programme.pk).communes == ["93031", "93066"]
    envoyer(client, "/territoire/reglages/", retirer="93066")
    envoyer(client, "/territoire/reglages/", nom="PRE neuf", zone="B", jours="30")
    lu = comptes.programme(monde.programme.pk)
    assert (lu.nom, lu.zone_scolaire, lu.jours_sans_nouvelles, lu.communes) == (
        "PRE neuf", "B", 30, ["93031"],
    )  # fmt: skip
    assert client.post("/territoire/reglages/", {"ajouter": "99999"}).status_code == 404
    assert Evenement.objects.filter(contenu__acte="regler").count() == 4


@pytest.mark.parametrize(
    ("texte", "premiere"),
    [("saint denis", "Saint-Denis"), ("ST-DENIS", "Saint-Denis"), ("e", None), ("zzz", None)],
)
def test_une_commune_se_trouve_par_le_debut_de_ses_mots(
    monde: Monde, texte: str, premiere: str | None
) -> None:
    for code, nom in (("93066", "Saint-Denis"), ("60003", "Abbeville-Saint-Denis-Le-Long")):
        Commune.objects.update_or_create(code=code, defaults={"nom": nom, "departement": code[:2]})
    trouvees = chercher_communes(texte)
    assert (trouvees[0].nom if trouvees else None) == premiere
