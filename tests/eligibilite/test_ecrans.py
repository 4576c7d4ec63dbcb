"""Pages of eligibility in a real browser: on a telephone, without seeing, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.comptes.models import Programme
from maillage.eligibilite.models import Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.services import jeux, verdicts
from maillage.territoire.generations import ZoneDeGeographie
from maillage.territoire.models import Commune
from tests.eligibilite.test_scenarios import demander, ville  # noqa: F401 - fixture
from tests.factories.monde import Monde
from tests.navigateur import axe_violations

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]
COMMUNE = "93050"


@pytest.fixture
def adresses(ville: Monde) -> dict[str, str]:  # noqa: F811
    """Every page in a state that has something to show."""
    Commune.objects.get_or_create(
        code=COMMUNE, defaults={"nom": "Neuilly-sur-Marne", "departement": "93"}
    )
    Programme.objects.filter(pk=ville.programme.pk).update(communes=[COMMUNE])
    ZoneDeGeographie.objects.update(communes=COMMUNE)
    leila, at = ville.acteur("leila"), ville.aujourd_hui
    verdicts.revoir(ville.programme.pk, None, at=at)
    fait, calcule = demander(ville), demander(ville, nom="Une seule zone")
    en_cours = demander(ville, nom="En cours", cout_mensuel=90)
    Scenario.objects.filter(id=en_cours).update(
        etat=EtatDeScenario.EN_COURS, fait=40, total=160, resultat=None
    )
    brouillon = jeux.ouvrir_brouillon(acteur=leila, at=at)
    racine = "/eligibilite/"
    return {
        "regles": f"{racine}regles/",
        "brouillon": f"{racine}regles/{brouillon}/",
        "apercu": f"{racine}regles/{brouillon}/apercu/",
        "a-examiner": f"{racine}a-examiner/",
        "verdict": f"{racine}enfants/{ville.karthik.pk}/",
        "enfant": f"/enfants/{ville.karthik.pk}/",
        "scenarios": f"{racine}scenarios/",
        "nouveau": f"{racine}scenarios/nouveau/",
        "fait": f"{racine}scenarios/{fait}/",
        "concernes": f"{racine}scenarios/{calcule}/enfants/",
        "carte": f"{racine}scenarios/{fait}/carte/",
        "en-cours": f"{racine}scenarios/{en_cours}/",
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
        for largeur in (1280, 360):
            onglet.set_viewport_size({"width": largeur, "height": 800})
            onglet.goto(live_server.url + adresse, wait_until="load")
            assert axe_violations(onglet) == [], (nom, largeur)
            depasse = onglet.evaluate("document.documentElement.scrollWidth")
            assert depasse <= largeur, (nom, largeur, depasse)
        if nom == "carte":
            assert onglet.locator("path.m-zone--avant").count() == 2
            assert onglet.locator("path.m-zone--apres").count() == 1
        if nom == "enfant":
            onglet.get_by_text("Pourquoi", exact=False).first.press("Enter")
            assert axe_violations(onglet) == [], "pourquoi"
    onglet.goto(
        "about:blank"
    )  # the page of a running job asks every second: not while the base is emptied
