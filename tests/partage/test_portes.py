"""The doors through which records are reached: refusals noted, the same for unknown and forbidden; reading never writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from maillage.chiffrement.models import CleDeVolet
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Programme, Utilisateur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Tache
from maillage.partage.pages import EcritureEnLecture, PageFermee, page, publique
from maillage.partage.queries import dossiers_visibles, exiger
from maillage.partage.rules.actes import Acte
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde

pytestmark = BASES


def demander(vue: Any, methode: str, compte: Utilisateur | None) -> HttpResponse:
    requete: HttpRequest = RequestFactory().generic(methode, "/x/")
    requete.user = compte or SimpleNamespace(is_authenticated=False)
    return vue(requete)


def muette(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("muette")


def test_inconnu_interdit_et_clos_levent_la_meme_erreur(monde: Monde) -> None:
    amina = monde.acteur("amina")
    refuses = (monde.ines.pk, monde.tom.pk, monde.lena.pk, monde.archive.pk, uuid4())
    messages = set()
    for dossier in refuses:
        with pytest.raises(Introuvable) as refus:
            exiger(amina, Acte.LIRE, Volet.PARCOURS, dossier, monde.aujourd_hui)
        messages.add((str(refus.value), refus.value.statut, refus.value.a_faire))
    assert len(messages) == 1
    regles = {e.contenu["regle"] for e in Evenement.objects.all()}
    assert regles == {"hors_cercle"}
    assert {e.contenu["issue"] for e in Evenement.objects.all()} == {"refuse"}
    assert set(Evenement.objects.values_list("dossier_id", flat=True)) == set(refuses)


def test_un_acces_accorde_rend_les_faits_et_sa_raison(monde: Monde) -> None:
    faits, decision = exiger(
        monde.acteur("amina"), Acte.LIRE, Volet.SOCIAL, monde.karthik.pk, monde.aujourd_hui
    )
    assert faits.dossier == monde.karthik.pk
    assert decision.motif.code == "referent_ecriture"


@pytest.mark.parametrize(
    ("qui", "vus"),
    [
        ("leila", {"karthik", "ines", "tom"}),
        ("amina", {"karthik"}),
        ("karim", {"ines"}),
        ("nour", {"karthik"}),
        ("bruno", set()),
        ("claire", set()),
        ("sylvie", {"karthik", "ines", "tom"}),
        ("voisine", {"lena"}),
        ("zoe", set()),
    ],
)
def test_chacun_ne_liste_que_les_siens(monde: Monde, qui: str, vus: set[str]) -> None:
    liste = dossiers_visibles(
        monde.acteur(qui), Acte.LISTER, Volet.IDENTITE, monde.aujourd_hui
    ).values_list("pk", flat=True)
    assert set(liste) == {getattr(monde, nom).pk for nom in vus}


def ecrit_une_tache(request: HttpRequest) -> HttpResponse:
    Tache.objects.update(faite_le=None)
    return HttpResponse("écrit")


def cree_un_programme(request: HttpRequest) -> HttpResponse:
    Programme.objects.create(code="intrus", nom="Intrus")
    return HttpResponse("écrit")


def efface(request: HttpRequest) -> HttpResponse:
    Tache.objects.all().delete()
    return HttpResponse("écrit")


def ecrit_en_sql(request: HttpRequest) -> HttpResponse:
    with connections["default"].cursor() as curseur:
        curseur.execute("/* django_session */ UPDATE parcours_tache SET faite_le = NULL")
    return HttpResponse("écrit")


def scelle_dans_un_volet_neuf(request: HttpRequest) -> HttpResponse:
    trousseau(request.acteur.programme_id, []).preparer([(uuid4(), "sante")])
    return HttpResponse("écrit")


VUES_QUI_ECRIVENT = (
    ecrit_une_tache,
    cree_un_programme,
    efface,
    ecrit_en_sql,
    scelle_dans_un_volet_neuf,
)


@pytest.mark.parametrize("methode", ["GET", "HEAD"])
@pytest.mark.parametrize("vue", VUES_QUI_ECRIVENT)
def test_une_page_de_lecture_ne_peut_pas_ecrire(monde: Monde, vue: Any, methode: str) -> None:
    avant = (Tache.objects.count(), Programme.objects.count(), CleDeVolet.objects.count())
    lue = page(acte=Acte.ACCUEILLIR)(vue)
    with pytest.raises(EcritureEnLecture), atomic(), atomic(using="cles"):
        demander(lue, methode, monde.personnes["leila"])
    apres = (Tache.objects.count(), Programme.objects.count(), CleDeVolet.objects.count())
    assert apres == avant


@pytest.mark.parametrize("vue", VUES_QUI_ECRIVENT)
def test_la_meme_vue_ecrit_quand_elle_est_postee(monde: Monde, vue: Any) -> None:
    ouverte = page(acte=Acte.ACCUEILLIR, methodes=("POST",))(vue)
    assert demander(ouverte, "POST", monde.personnes["leila"]).content == "écrit".encode()


@pytest.mark.parametrize("methode", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_une_adresse_qui_recoit_un_formulaire_ne_repond_a_rien_d_autre(
    monde: Monde, methode: str
) -> None:
    appels: list[str] = []
    vue = page(acte=Acte.ACCUEILLIR, methodes=("POST",))(
        lambda request: appels.append(request.method) or HttpResponse()
    )
    reponse = demander(vue, methode, monde.personnes["leila"])
    assert (reponse.status_code, reponse["Allow"]) == (405, "POST")
    assert appels == []


def test_une_page_fermee_a_la_mission_le_dit_avec_sa_raison_et_le_note(monde: Monde) -> None:
    vue = page(acte=Acte.LISTER)(muette)
    for nom in ("bruno", "claire", "zoe"):
        with pytest.raises(PageFermee) as refus:
            demander(vue, "GET", monde.personnes[nom])
        assert refus.value.statut == 403
        assert refus.value.decision.fondement.reference
        assert Evenement.objects.latest("id").contenu["issue"] == "refuse"
        assert Evenement.objects.latest("id").acteur_id == monde.personnes[nom].pk


def test_qui_n_est_pas_connecte_va_a_la_porte_sans_laisser_d_evenement(monde: Monde) -> None:
    reponse = demander(page(acte=Acte.LISTER)(muette), "GET", None)
    assert reponse.status_code == 302
    assert reponse["Location"].startswith("/compte/login/")
    assert not Evenement.objects.exists()


def test_une_page_dit_son_acte_et_une_page_publique_dit_qu_elle_l_est() -> None:
    vue = page(acte=Acte.LISTER, methodes=("GET", "POST"))(muette)
    assert (vue.acte, vue.methodes) == (Acte.LISTER, ("GET", "POST"))
    assert publique(muette).publique is True
