"""The personas of the demonstration exist nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from maillage.comptes.models import Utilisateur
from maillage.comptes.rules import Mission
from maillage.coquille.demonstration import PERSONNAGES
from tests.factories.monde import BASES
from tests.factories.personnes import MissionFactory, UtilisateurFactory

pytestmark = BASES


@pytest.fixture
def leila() -> Utilisateur:
    compte = UtilisateurFactory(email="leila@demo.example", est_demo=True)
    MissionFactory(utilisateur=compte, mission=Mission.COORDINATION)
    return compte


@pytest.mark.parametrize("cle", [p.cle for p in PERSONNAGES])
def test_hors_de_la_demonstration_aucune_porte_ne_s_ouvre(leila: Utilisateur, cle: str) -> None:
    client = Client()
    assert client.post(f"/entrer/{cle}/").status_code == 404
    assert client.get("/").status_code == 302
    assert b"/entrer/" not in client.get("/compte/login/").content


def test_en_demonstration_un_clic_suffit(leila: Utilisateur, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    assert b"/entrer/leila/" in client.get("/compte/login/").content
    reponse = client.post("/entrer/leila/")
    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_un_vrai_compte_ne_s_ouvre_pas_par_cette_porte(
    leila: Utilisateur, settings: Any, connexion: Callable[[str], Client]
) -> None:
    settings.DEMO = True
    Utilisateur.objects.update(est_demo=False)
    assert Client().post("/entrer/leila/").status_code == 404
    assert Client().post("/entrer/inconnue/").status_code == 404
    assert Client().get("/entrer/leila/").status_code == 405
