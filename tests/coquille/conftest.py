from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from maillage.comptes.models import MissionConfiee, Programme, Utilisateur
from maillage.comptes.rules import Mission, ObligationDeSecret
from tests.factories.monde import cle_maitresse  # noqa: F401 - second factors are sealed


@pytest.fixture(autouse=True, scope="session")
def _dossier_des_statiques(tmp_path_factory):
    """Nothing is collected in tests; the folder exists, so that nobody warns (live server included)."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("statique")):
        yield


@pytest.fixture(autouse=True)
def _adresses(settings):
    settings.ROOT_URLCONF = "tests.coquille.adresses"


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def entrer(client, db, demonstration):
    """Sign a person in under a mission, as the demonstration does."""

    def _entrer(mission: Mission):
        programme = Programme.objects.create(code="rivemont", nom="PRE de Rivemont")
        personne = Utilisateur.objects.create_user(
            email="amina@demo.example", nom="Amina Haddad", est_demo=True
        )
        MissionConfiee.objects.create(
            programme=programme,
            utilisateur=personne,
            mission=mission,
            obligation=ObligationDeSecret.MISSION,
            depuis=date(2025, 9, 1),
        )
        client.force_login(personne)
        return client

    return _entrer
