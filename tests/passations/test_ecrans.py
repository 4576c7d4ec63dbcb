"""Pages of hand-over in a real browser: on a telephone, without seeing."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.comptes.models import Occupation
from maillage.passations.rules.passations import MotifDePassation
from maillage.passations.services import notes, preparation
from tests.factories.monde import Monde
from tests.navigateur import axe_violations
from tests.passations.equipe import equipe

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]


@pytest.fixture
def adresses(monde: Monde) -> dict[str, tuple[str, str]]:
    """Every page in a state that has something to show: who opens it, and where."""
    lieu = equipe(monde)
    faite = lieu.ouvrir(MotifDePassation.REEQUILIBRAGE)
    for enfant in ("nina", "omar"):
        notes.ecrire(
            acteur=lieu.acteur("amina"), passation_id=faite.pk, dossier_id=lieu.enfants[enfant].pk,
            ecrit=notes.Ecrit(
                "Aime lire à voix haute. Le rendez-vous avec l’école est le premier jeudi du mois.",
                lieu.jour, "visite", "Ils demandent à rencontrer la personne avant les vacances.",
            ),
            version=1, at=lieu.jour,
        )  # fmt: skip
    lieu.choisir(faite, nina="sofia", omar="sofia")
    lieu.executer(faite)
    en_cours = lieu.ouvrir(jours=9)
    preparation.proposer(acteur=lieu.acteur("leila"), passation_id=en_cours.pk, at=lieu.jour)
    lieu.etape("ines", poste="sofia")
    Occupation.objects.filter(utilisateur=monde.personnes["karim"]).update(jusqu_au=lieu.dans(12))
    racine = "/passations/"
    return {
        "liste": ("leila", racine),
        "ouvrir": ("leila", f"{racine}ouvrir/"),
        "preparer": ("leila", f"{racine}{en_cours.pk}/"),
        "notes": ("amina", f"{racine}{en_cours.pk}/notes/"),
        "note": ("amina", f"{racine}{en_cours.pk}/notes/{lieu.enfants['paul'].pk}/"),
        "faite": ("sofia", f"{racine}{faite.pk}/faite/"),
        "liste-referente": ("sofia", racine),
    }


def test_chaque_page_se_lit_sur_un_telephone_et_sans_voir(
    adresses: dict[str, tuple[str, str]],
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    for nom, (qui, adresse) in adresses.items():
        temoin = connexion(qui).cookies[settings.SESSION_COOKIE_NAME].value
        contexte.clear_cookies()
        contexte.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": temoin, "url": live_server.url}]
        )
        for largeur in (1280, 360):
            onglet.set_viewport_size({"width": largeur, "height": 800})
            onglet.goto(live_server.url + adresse, wait_until="load")
            assert axe_violations(onglet) == [], (nom, largeur)
            depasse = onglet.evaluate("document.documentElement.scrollWidth")
            assert depasse <= largeur, (nom, largeur, depasse)
