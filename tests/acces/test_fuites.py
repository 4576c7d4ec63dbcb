"""What each person reads, word for word; refusals that look alike; a journal without names."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.parcours.views import fiche as views
from maillage.tracabilite.models import Evenement, Tete
from maillage.tracabilite.queries import rupture
from tests.acces.table import PERSONNES
from tests.factories.monde import BASES, Monde, creer_monde

pytestmark = [BASES, pytest.mark.lent]
Connexion = Callable[[str], Client]
V = Volet

# what the pages of Karthik may show, place by place
LIEUX = {
    V.IDENTITE: {"adresse", "ville", "identite"},
    V.FAMILLE: {"responsable", "telephone", "famille"},
    V.SCOLARITE: {"ecole", "classe", "scolarite"},
    V.SOCIAL: {"social"},
    V.SANTE: {"sante"},
    V.PROTECTION: {"protection"},
    V.PARCOURS: {"tache", "parcours"},
    V.MEDIATION: {"mediation"},
}
REFERENTE = {V.IDENTITE, V.FAMILLE, V.SCOLARITE, V.SOCIAL, V.PARCOURS, V.MEDIATION}
LISENT = {
    "leila": REFERENTE,
    "amina": REFERENTE,
    "nour": {V.IDENTITE, V.PARCOURS, V.SANTE, V.SCOLARITE},
    "sylvie": {V.IDENTITE},
    "karim": set(),
    "bruno": set(),
    "claire": set(),
    "voisine": set(),
    "zoe": set(),
    "": set(),
}


def adresses_de(dossier: Any) -> list[str]:
    return [f"/enfants/{dossier.pk}/", *(f"/enfants/{dossier.pk}/{v}/" for v in VOLETS_DU_DOSSIER)]


def tout_lire(client: Client, monde: Monde) -> str:
    """Everything that this person gets from every page, refusals included."""
    enfants = (monde.karthik, monde.ines, monde.tom, monde.archive, monde.lena)
    lues = ["/", "/enfants/", "/chiffres/", "/reprise/", "/reprise/a-trier/", "/aide/"]
    pages = [client.get(a) for a in [*lues, *(a for e in enfants for a in adresses_de(e))]]
    pages += [client.post("/enfants/", {"q": mot}) for mot in ("selvam", "benhamou", "lenaig", "")]
    return "".join(p.content.decode() + str(p.headers) for p in pages)


@pytest.mark.parametrize("qui", LISENT)
def test_chacun_lit_ses_volets_entierement_et_rien_d_autre(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    pages = "".join(client.get(a).content.decode() for a in adresses_de(monde.karthik))
    lus = {lieu for lieu, mot in monde.marques["karthik"].items() if mot in pages}
    assert lus == {lieu for volet in LISENT[qui] for lieu in LIEUX[volet]}


ENFANTS_DE = {
    "leila": {"karthik", "ines", "tom"},
    "sylvie": {"karthik", "ines", "tom"},
    "amina": {"karthik"},
    "nour": {"karthik"},
    "karim": {"ines"},
    "voisine": {"lena"},
}
NOMS = {
    "karthik": "Selvam",
    "ines": "Benhamou",
    "tom": "Duval",
    "archive": "Okoye",
    "lena": "Le Goff",
}


@pytest.mark.parametrize("qui", LISENT)
def test_aucun_mot_d_un_autre_enfant_ne_parvient_par_aucune_page(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    tout = tout_lire(connexion(qui), monde)
    siens = ENFANTS_DE.get(qui, set())
    for enfant, marques in monde.marques.items():
        assert (NOMS[enfant] in tout) is (enfant in siens)
        if enfant not in siens:
            assert not [m for m in marques.values() if m in tout]


def test_inconnu_interdit_clos_et_mal_ecrit_donnent_la_meme_page(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("amina")
    cibles = [
        monde.ines.pk,
        monde.tom.pk,
        monde.lena.pk,
        monde.archive.pk,
        uuid4(),
        "pas-un-numero",
    ]
    reponses = {
        (r.status_code, r.content, json.dumps(dict(r.headers), sort_keys=True))
        for cible in cibles
        for suite in ("", "sante/", "parcours/", "quarantaine/")
        for r in [client.get(f"/enfants/{cible}/{suite}")]
    }
    reponses |= {
        (r.status_code, r.content, json.dumps(dict(r.headers), sort_keys=True))
        for cible in cibles
        for suite in ("brouillon/", "note/", "etape/")
        for r in [client.post(f"/enfants/{cible}/{suite}", {"libelle": "x", "echeance": "2099-01-01",
                  "formulaire": str(uuid4())})]
    }  # fmt: skip
    assert len(reponses) == 1
    (statut, corps, _), = reponses  # fmt: skip
    assert statut == 404
    assert client.get("/nulle-part/").content == corps


def test_une_recherche_ne_trouve_que_dans_ses_dossiers(monde: Monde, connexion: Connexion) -> None:
    for qui in ("amina", "sylvie", "leila", "voisine"):
        pages = connexion(qui).post("/enfants/", {"q": "benhamou"}).content.decode()
        assert ("Benhamou" in pages) is ("ines" in ENFANTS_DE[qui])


def test_un_nom_cherche_ne_s_ecrit_dans_aucune_adresse(monde: Monde, connexion: Connexion) -> None:
    page = connexion("amina").post("/enfants/", {"q": "selvam"}).content.decode()
    assert not re.findall(r'(?:href|action|hx-\w+)="[^"]*selvam', page, re.IGNORECASE)


def test_chaque_entree_de_la_navigation_s_ouvre(monde: Monde, connexion: Connexion) -> None:
    for qui in PERSONNES:
        client = connexion(qui)
        page = client.get("/")
        if page.status_code != 200:
            continue
        liens = set(re.findall(r'href="(/[^"#?]*)"', page.content.decode()))
        liens = {a for a in liens if not a.startswith("/statique/")}
        assert liens
        fermes = {a: s for a in liens if (s := client.get(a).status_code) not in (200, 302)}
        assert fermes == {}, qui


def test_le_journal_ne_contient_aucun_nom_apres_une_visite_entiere(
    monde: Monde, connexion: Connexion, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    amina = connexion("amina")
    note = {"texte": "CanariNote", "volet": "social", "nature": "", "le": str(monde.aujourd_hui)}
    amina.post(f"/enfants/{monde.karthik.pk}/brouillon/", {"texte": "CanariBrouillon"})
    fiche = f"/enfants/{monde.karthik.pk}/"
    assert amina.post(f"{fiche}note/", {**note, "formulaire": str(uuid4())}).status_code == 302
    etape = {
        "libelle": "CanariEtape",
        "echeance": str(monde.aujourd_hui),
        "formulaire": str(uuid4()),
    }
    assert amina.post(f"{fiche}etape/", etape).status_code == 302
    for qui in LISENT:
        tout_lire(connexion(qui), monde)
    personnes = [p.nom for p in monde.personnes.values()]
    mots = [*monde.mots_secrets, *personnes, "CanariNote", "CanariBrouillon", "CanariEtape"]
    journal = json.dumps(
        list(Evenement.objects.values_list("contenu", flat=True)), ensure_ascii=False
    )
    sessions = "".join(str(s.get_decoded()) for s in Session.objects.all())
    for ou, texte in (("journal", journal), ("sessions", sessions), ("traces", _sans_sql(caplog))):
        assert [m for m in mots if m in texte] == [], ou
    assert Evenement.objects.count() > 50
    for chaine in Tete.objects.values_list("chaine", flat=True):
        assert rupture(chaine) is None


def _sans_sql(caplog: pytest.LogCaptureFixture) -> str:
    return "".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")


@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
def test_l_acces_est_ecrit_pour_de_bon_avant_que_la_page_ne_parte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever breaks after the reading, the event stays."""
    monde = creer_monde()
    client = Client(raise_request_exception=False)
    client.force_login(monde.personnes["amina"])
    etats: list[bool] = []

    def casser(*_args: object, **_kwargs: object) -> None:
        etats.append(connection.in_atomic_block)
        raise ZeroDivisionError

    monkeypatch.setattr(views, "render", casser)
    for adresse in (f"/enfants/{monde.karthik.pk}/", "/enfants/"):
        avant = Evenement.objects.count()
        assert client.get(adresse).status_code == 500
        assert Evenement.objects.count() > avant
    assert etats == [False, False]


@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
@pytest.mark.parametrize("suite", ["note/", "brouillon/", "etape/", f"etape/{UUID(int=7)}/faite/"])
def test_un_refus_d_ecrire_reste_au_journal(suite: str) -> None:
    monde = creer_monde()
    client = Client()
    client.force_login(monde.personnes["amina"])
    demande = {"libelle": "x", "echeance": "2099-01-01", "formulaire": str(uuid4())}
    assert client.post(f"/enfants/{monde.ines.pk}/{suite}", demande).status_code == 404
    refus = Evenement.objects.latest("id")
    assert (refus.contenu["issue"], refus.dossier_id) == ("refuse", monde.ines.pk)
