"""Situations shared by the rooms of the seam."""

import pytest
from django.test import Client

from maillage.comptes.rules import Mission
from tests.factories.monde import (  # noqa: F401 - fixtures
    Monde,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
from tests.factories.personnes import montrer_le_second_facteur, personne


@pytest.fixture
def seconde(monde: Monde) -> Client:  # noqa: F811 - the fixture
    """The browser of a coordinator of the other programme: the second of two."""
    compte = personne("Odile Ferrand", monde.autre_programme, Mission.COORDINATION)
    client = Client(raise_request_exception=False)
    client.force_login(compte)
    montrer_le_second_facteur(client, compte)
    return client
