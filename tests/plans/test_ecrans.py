"""Pages of the plan in a real browser: on a telephone, without seeing, without a mouse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from maillage.parcours.rules.etapes import Etape
from maillage.plans import services
from maillage.plans.rules.objectifs import EtatDObjectif
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.rules.suites import Suite
from tests.factories.monde import Monde, creer_monde
from tests.factories.personnes import montrer_le_second_facteur
from tests.navigateur import axe_violations
from tests.plans.gestes import (
    action,
    etape,
    faire_accepter_le_plan,
    mettre,
    objectif,
    regard,
    suivre,
)

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]
R, E = Regard, Evolution
DITS = (
    (R.ENFANT, E.STABLE, "Je n’aime pas lire devant les autres.", 300),
    (R.ENFANT, E.LEGERE, "", 150),
    (R.ENFANT, E.NETTE, "J’ai lu une histoire à mon frère.", 5),
    (R.PARENTS, E.STABLE, "", 300),
    (R.PARENTS, E.LEGERE, "Il demande des livres.", 5),
    (R.ECOLE, E.LEGERE, "", 300),
    (R.ECOLE, E.DEGRADATION, "Il ne lit plus à voix haute depuis octobre.", 12),
    (R.PARTENAIRE, E.NON_EVALUABLE, "Deux séances seulement.", 12),
)


def plan_rempli(monde: Monde) -> Any:
    """A plan in which everything that can be shown is there; returns its first objective."""
    jour: date = monde.aujourd_hui
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    services.noter_besoin(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, domaine="langage",
        appui="Raconte et dessine ; sa mère lit avec lui en tamoul.",
        constat="Comprendre les consignes écrites.", formulaire=uuid4(), at=jour,
    )  # fmt: skip
    un = objectif(monde)
    etape(monde, un, echeance=jour - timedelta(days=4))
    services.faire_etape(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk,
        etape_id=etape(monde, un, libelle="Aller voir la médiathèque").pk, le=jour, at=jour,
    )  # fmt: skip
    en_cours = action(monde, un, fin=jour + timedelta(days=60))
    deux = objectif(monde, texte="Dire quand ça ne va pas en classe", domaine="sante_psychique")
    for n in (3, 4):
        objectif(monde, texte=f"Un objectif de plus, le {n}e", domaine="sport")
    clos = objectif(monde, texte="Venir au centre de loisirs le mercredi", domaine="vie_sociale")
    services.clore_objectif(
        acteur=monde.acteur("amina"), objectif_id=clos.pk, etat=EtatDObjectif.ATTEINT,
        issue="Il y va chaque semaine.", le=jour, version=1, at=jour,
    )  # fmt: skip
    for qui, vu, mots, avant in DITS:
        regard(monde, un, qui, vu, mots=mots, le=jour - timedelta(days=avant))
    regard(monde, deux, R.ECOLE, E.STABLE, mots="")
    envoi = {"le": jour, "formulaire": uuid4(), "at": jour}
    qui = {"acteur": monde.acteur("amina"), "dossier_id": monde.karthik.pk}
    services.proposer_le_plan(**qui, presents="Karthik, sa mère, l’interprète", **envoi)
    faire_accepter_le_plan(monde, monde.karthik)
    services.noter_l_accord(**qui, mots="Oui, mais pas le mercredi matin.", **envoi)
    services.demarrer(**qui, **envoi)
    suivre(monde, en_cours, Suite.EN_COURS)
    refusee = action(monde, dossier=monde.karthik)
    suivre(monde, refusee, Suite.REFUSEE, "Trop loin de la maison.")
    return un


@pytest.fixture
def monde(transactional_db: None) -> Monde:
    return creer_monde()


def entrer(monde: Monde, contexte: Any, live_server: Any, settings: Any) -> None:
    from django.test import Client

    settings.WHITENOISE_USE_FINDERS = True
    client = Client()
    client.force_login(monde.personnes["amina"])
    montrer_le_second_facteur(client, monde.personnes["amina"])
    nom = settings.SESSION_COOKIE_NAME
    contexte.add_cookies(
        [{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}]
    )


def test_chaque_page_du_plan_se_lit_sur_un_telephone_et_sans_voir(
    monde: Monde, live_server: Any, contexte: Any, onglet: Any, settings: Any
) -> None:
    entrer(monde, contexte, live_server, settings)
    vide = live_server.url + reverse("plans:plan", args=[monde.karthik.pk])

    def regarder(nom: str) -> None:
        for largeur in (1280, 360):
            onglet.set_viewport_size({"width": largeur, "height": 800})
            assert axe_violations(onglet) == [], (nom, largeur)
            depasse = onglet.evaluate("document.documentElement.scrollWidth")
            assert depasse <= largeur, (nom, largeur, depasse)

    onglet.goto(vide, wait_until="load")
    regarder("vide")
    un = plan_rempli(monde)
    k = monde.karthik.pk
    ecrans = {
        "plein": reverse("plans:plan", args=[k]),
        "objectif": reverse("plans:objectif", args=[k, un.pk]),
        "regard": reverse("plans:regard", args=[k, un.pk]),
        "action": reverse("plans:nouvelle_action", args=[k]),
    }
    for nom, adresse in ecrans.items():
        onglet.goto(live_server.url + adresse, wait_until="load")
        if nom == "plein":
            for resume in onglet.locator("#contenu summary, main summary").all():
                resume.press("Enter")
        regarder(nom)


def test_un_conflit_montre_les_deux_textes_et_le_clavier_suffit(
    monde: Monde, live_server: Any, contexte: Any, onglet: Any, settings: Any
) -> None:
    entrer(monde, contexte, live_server, settings)
    un = plan_rempli(monde)
    adresse = live_server.url + reverse("plans:objectif", args=[monde.karthik.pk, un.pk])
    onglet.goto(adresse, wait_until="load")
    onglet.locator("textarea[name=texte]").fill("Lire le soir avec sa mère")
    services.reecrire_objectif(
        acteur=monde.acteur("leila"), objectif_id=un.pk, texte="Lire à la médiathèque", domaine="langage",
        mots_de="parents", presents="Sa mère", version=1, at=monde.aujourd_hui,
    )  # fmt: skip
    onglet.locator("main button[type=submit]").press("Enter")
    onglet.get_by_text("Quelqu’un a écrit ici").wait_for()
    assert onglet.get_by_text("Lire à la médiathèque").is_visible()
    assert onglet.locator("textarea[name=texte]").input_value() == "Lire le soir avec sa mère"
    for largeur in (1280, 360):
        onglet.set_viewport_size({"width": largeur, "height": 800})
        assert axe_violations(onglet) == [], largeur
