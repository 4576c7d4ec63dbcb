"""Pages of demands in a real browser: on a telephone, without seeing; a form sent by a link arrives."""

from __future__ import annotations

import re
from typing import Any

import pytest

from maillage.saisines.models import Saisine
from maillage.saisines.rules import NatureDeLien
from maillage.saisines.services.reception import Accueil, creer_dossier, refuser
from tests.navigateur import axe_violations
from tests.saisines.conftest import Demandes, de_la_famille, sollicitation

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]


def regarder(onglet: Any, adresse: str, nom: str) -> None:
    """Nothing that a reader without sight would miss, nothing wider than the screen."""
    for largeur in (1280, 360):
        onglet.set_viewport_size({"width": largeur, "height": 800})
        if adresse:
            onglet.goto(adresse, wait_until="load")
        assert axe_violations(onglet) == [], (nom, largeur)
        depasse = onglet.evaluate("document.documentElement.scrollWidth")
        assert depasse <= largeur, (nom, largeur, depasse)


@pytest.fixture
def connectee(connexion: Any, live_server: Any, contexte: Any, settings: Any) -> str:
    settings.WHITENOISE_USE_FINDERS = True
    temoin = connexion("leila").cookies[settings.SESSION_COOKIE_NAME].value
    contexte.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": temoin, "url": live_server.url}]
    )
    return str(live_server.url)


def test_les_pages_de_l_equipe_se_lisent_sur_un_telephone_et_sans_voir(
    demandes: Demandes, connectee: str, onglet: Any
) -> None:
    leila, at = demandes.monde.acteur("leila"), demandes.jour
    semblable = demandes.par(
        "leila", sollicitation(nom="Selvam", prenom="Kartik", naissance="2017-03")
    )
    famille = demandes.par_lien(demandes.lien(NatureDeLien.FAMILLE), de_la_famille())
    recue, refusee = demandes.par("leila"), demandes.par("leila")
    dossier = creer_dossier(acteur=leila, saisine_id=recue.saisine, accueil=Accueil(), at=at)
    refuser(
        acteur=leila, saisine_id=refusee.saisine, motif="hors_public", mot="Voyez le CLAS.", at=at
    )
    racine = f"{connectee}/sollicitations/"
    for nom, adresse in {
        "liste": "", "non retenues": "?tiroir=non_retenues", "semblable": f"{semblable.saisine}/",
        "famille": f"{famille.saisine}/", "refusee": f"{refusee.saisine}/", "recue": f"{recue.saisine}/",
        "nouvelle": "nouvelle/", "miennes": "miennes/", "mienne": f"miennes/{refusee.saisine}/",
        "liens": "liens/", "enfant": f"enfants/{dossier}/",
    }.items():  # fmt: skip
        regarder(onglet, racine + adresse, nom)
    onglet.goto(f"{racine}{semblable.saisine}/")
    onglet.get_by_text("Répondre sans ouvrir de dossier").click()
    onglet.get_by_role("button", name="Ne pas prendre en charge").click()
    regarder(onglet, "", "refus incomplet")


def test_une_demande_sans_compte_s_envoie_et_se_suit(
    demandes: Demandes, live_server: Any, onglet: Any, settings: Any
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    professionnel = f"{live_server.url}/demander/{demandes.lien()}/"
    regarder(onglet, professionnel, "formulaire")
    onglet.get_by_role("button", name="Envoyer la demande").click()
    assert onglet.get_by_text("Rien n’est perdu").is_visible()
    regarder(onglet, "", "erreurs")
    regarder(onglet, f"{live_server.url}/demander/{'x' * 43}/", "lien ferme")
    famille = f"{live_server.url}/demander/{demandes.lien(NatureDeLien.FAMILLE)}/"
    regarder(onglet, famille, "famille")
    dits = {
        "prenom": "Moussa", "nom": "Sow", "difficultes": "Il pleure", "appuis": "Le foot",
        "adulte": "Mme Sow", "telephone": "0639980012",
    }  # fmt: skip
    for champ, texte in dits.items():
        onglet.fill(f"#id_{champ}", texte)
    onglet.get_by_role("button", name="Envoyer ma demande").click()
    regarder(onglet, "", "recu")
    lu = onglet.inner_text("main")
    code = re.search(r"(?:[A-Z]{4}-){3}[A-Z]{4}", lu)
    assert code
    regarder(onglet, f"{live_server.url}/demander/suite/", "suite vide")
    onglet.fill("#id_numero", Saisine.objects.get().numero)
    onglet.fill("#id_code", code[0])
    onglet.get_by_role("button", name="Voir la réponse").click()
    regarder(onglet, "", "suite")
    assert onglet.get_by_text("Nous avons bien reçu votre demande").is_visible()
