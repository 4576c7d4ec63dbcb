"""Pages of the points with schools in a real browser: on a telephone, without seeing, without a mouse; typed words are kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from maillage.enfants.models import Scolarite
from maillage.evaluations.models import EvaluationDeLEnfant
from maillage.evaluations.rules.rendez_vous import LieuDeRencontre
from maillage.evaluations.services import campagnes
from tests.evaluations.points import VALLES, Point
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import Monde
from tests.navigateur import axe_violations

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]
DOSSIER = os.environ.get(
    "MAILLAGE_ECRANS", ""
)  # where to keep the pictures, when somebody wants to look


def entrer(qui: str, connexion: Any, live_server: Any, contexte: Any, settings: Any) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    temoin = connexion(qui).cookies[settings.SESSION_COOKIE_NAME].value
    contexte.clear_cookies()
    contexte.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": temoin, "url": live_server.url}]
    )


def regarder(onglet: Any, adresse: str, nom: str) -> None:
    """No violation of axe, nothing that sticks out, at both widths."""
    for largeur in (1280, 360):
        onglet.set_viewport_size({"width": largeur, "height": 800})
        onglet.goto(adresse, wait_until="load")
        onglet.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert axe_violations(onglet) == [], (nom, largeur)
        depasse = onglet.evaluate("document.documentElement.scrollWidth")
        assert depasse <= largeur, (nom, largeur, depasse)
        if DOSSIER:
            onglet.goto(adresse, wait_until="load")
            onglet.screenshot(path=str(Path(DOSSIER) / f"{nom}-{largeur}.png"), full_page=True)


def test_chaque_page_se_lit_sur_un_telephone_et_sans_voir(
    monde: Monde,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    p = Point(monde)
    p.objectif(p.maya)
    p.ecrire(p.maya, p.grille("Lit seule, demande de l’aide.", sauf="langage"))
    p.finir(monde.karthik, p.grille("Participe davantage."))
    campagnes.prendre_rendez_vous(
        acteur=monde.acteur("amina"), campagne_id=p.campagne, ecole=VALLES,
        voulu=campagnes.RendezVousVoulu(p.jour, LieuDeRencontre.ECOLE), formulaire=p.maya.pk, at=p.jour,
    )  # fmt: skip
    un = f"/evaluations/{p.campagne}/"
    for nom, niveau in (("Sarah", "ce1"), ("Adam", "cp"), ("Lina", "cm2")):
        nouveau = enfant_suivi_par(monde.poste_amina, nom="Rivière", prenom=nom)
        avant = {"etablissement": "École Vallès", "uai": VALLES, "classe": "", "niveau": niveau}
        sceller(Scolarite, nouveau, avant, rentree=p.annee.rentree - 1)
    pages = {
        "amina": {
            "ecole": f"{un}{VALLES}/", "saisie": f"{un}{VALLES}/{p.maya.pk}/",
            "enfant": f"/evaluations/enfants/{monde.karthik.pk}/", "rentree": "/evaluations/rentree/",
        },
        "leila": {
            "accueil": "/evaluations/", "ouvrir": "/evaluations/ouvrir/", "campagne": un,
            "ecole-leila": f"{un}{VALLES}/", "saisie-leila": f"{un}{VALLES}/{monde.karthik.pk}/",
        },
    }  # fmt: skip
    for qui, adresses in pages.items():
        entrer(qui, connexion, live_server, contexte, settings)
        for nom, adresse in adresses.items():
            regarder(onglet, live_server.url + adresse, nom)


def test_au_clavier_chaque_reponse_est_gardee_et_une_erreur_se_montre(
    monde: Monde,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    p = Point(monde)
    entrer("amina", connexion, live_server, contexte, settings)
    onglet.set_viewport_size({"width": 360, "height": 800})
    adresse = f"{live_server.url}/evaluations/{p.campagne}/{VALLES}/{p.maya.pk}/"
    onglet.goto(adresse, wait_until="load")
    onglet.locator("#id_d_apprentissages_0").focus()
    onglet.keyboard.press("ArrowDown")
    onglet.locator("#garde", has_text="Gardé à").wait_for()
    onglet.keyboard.press("Tab")
    onglet.keyboard.type("Elle lit seule.")
    onglet.locator("#id_version[value='2']").wait_for(state="attached")
    assert onglet.locator("#manque li").count() == 4
    onglet.goto("about:blank")
    assert EvaluationDeLEnfant.objects.get().version == 2
    onglet.goto(adresse, wait_until="load")
    assert onglet.locator("#id_d_apprentissages_mots").input_value() == "Elle lit seule."
    assert onglet.locator("#id_d_apprentissages_1").is_checked()
    onglet.get_by_role("button", name="Terminer cet enfant").click()
    onglet.wait_for_selector(".m-errors")
    assert axe_violations(onglet) == []
    if DOSSIER:
        for largeur in (1280, 360):
            onglet.set_viewport_size({"width": largeur, "height": 800})
            onglet.screenshot(
                path=str(Path(DOSSIER) / f"saisie-erreur-{largeur}.png"), full_page=True
            )
    onglet.goto("about:blank")
