"""Pages of the bilans in a real browser: on a telephone, without seeing, without a mouse."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest

from maillage.bilans.rules.indicateurs_rep import FIN_DE_CM2, Portee
from maillage.bilans.rules.lecture_rep import LigneLue
from maillage.bilans.services.enquete import ecrire_valeurs
from maillage.bilans.services.rep import ecrire_mesures
from maillage.notions.temps import AnneeScolaire
from tests.bilans.parutions import commence, ecrire
from tests.bilans.reseau import reseau_de
from tests.factories.monde import Monde
from tests.navigateur import axe_violations

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles", "publications"], transaction=True),
]
LARGES = ("enquete", "rapport", "tableau")  # several columns: judged wide too
CAPTURES = os.environ.get("MAILLAGE_CAPTURES", "")  # a folder, for whoever wants to look


@pytest.fixture
def adresses(monde: Monde, parution_de_l_annee: int) -> dict[str, str]:
    """Every page in a state that has something to show."""
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    ident, reseau = commence(monde, parution_de_l_annee), reseau_de(monde)
    ecrire(monde, ident, "edito", "Une année de travail avec les écoles et les familles.")
    ecrire(
        monde,
        ident,
        "motifs",
        "Le langage inquiète plus tôt.\nLes écoles le disent dès la maternelle.",
    )
    valeurs = {"equipe.coordonnateur": "1", "equipe.referent_de_parcours": "3.5", "ressources.etat": "98000",
               "ressources.commune": "41000"}  # fmt: skip
    ecrire_valeurs(
        acteur=leila, annee=AnneeScolaire(2024), lu=0, at=au,
        valeurs={c: Decimal(v) for c, v in valeurs.items()},
    )  # fmt: skip
    lues = [
        LigneLue(FIN_DE_CM2, an, portee, "", n, effectif, None, "Rectorat, tableau de bord")
        for an, deux in ((2023, (142, 1020)), (2024, (150, 1040)))
        for portee, n, effectif in ((Portee.RESEAU, deux[0], 210), (Portee.HORS_EP, deux[1] - 150, 1040))
    ]  # fmt: skip
    ecrire_mesures(acteur=leila, reseau_id=reseau.pk, lues=lues, at=au)
    rapport, rep = f"/bilans/rapports/{ident}/", f"/bilans/rep/{reseau.pk}/"
    return {
        "enquete": "/bilans/enquete/?annee=2024",
        "ecrire": "/bilans/enquete/2024/equipe/",
        "table": "/bilans/enquete/2024/table/",
        "rapports": "/bilans/rapports/",
        "rapport": rapport,
        "commenter": f"{rapport}ecrire/motifs/",
        "approuver": f"{rapport}approuver/",
        "reseaux": "/bilans/rep/",
        "tableau": f"{rep}?annee=2024",
        "saisir": f"{rep}saisir/",
        "importer": f"{rep}importer/",
    }


def test_chaque_page_se_lit_sur_un_telephone_et_sans_voir(
    adresses: dict[str, str],
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    temoin = connexion("leila").cookies[settings.SESSION_COOKIE_NAME].value
    contexte.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": temoin, "url": live_server.url}]
    )
    for nom, adresse in adresses.items():
        onglet.set_viewport_size({"width": 1280, "height": 800})
        onglet.goto(live_server.url + adresse, wait_until="load")
        juger(onglet, nom)
    onglet.goto(live_server.url + adresses["commenter"])
    onglet.get_by_label("Ce que l’équipe dit").fill("Bravo à Karthik.")
    onglet.get_by_role("button", name="Enregistrer").click()
    onglet.get_by_text("ne désignent").first.wait_for()
    juger(onglet, "nom douteux")
    onglet.get_by_label("J’ai relu").check()
    onglet.get_by_label("Ce que l’équipe dit").fill("Le langage, toujours.")
    onglet.get_by_role("button", name="Enregistrer").click()
    onglet.get_by_text("Le langage, toujours.").first.wait_for()


def juger(onglet: Any, nom: str) -> None:
    """What axe sees, and what overflows."""
    for largeur in (1280, 360) if nom in LARGES or CAPTURES else (360,):
        onglet.set_viewport_size({"width": largeur, "height": 800})
        if CAPTURES:
            onglet.screenshot(path=f"{CAPTURES}/{nom}-{largeur}.png", full_page=True)
        assert axe_violations(onglet) == [], (nom, largeur)
        depasse = onglet.evaluate("document.documentElement.scrollWidth")
        assert depasse <= largeur, (nom, largeur, depasse)
