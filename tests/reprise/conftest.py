"""The world of the seam, and a programme ready for a reprise."""

import pytest

from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)


@pytest.fixture(autouse=True)
def depots(settings, tmp_path):
    """Each test has its own folder of deposits."""
    settings.DEPOTS = tmp_path / "depots"
    return settings.DEPOTS
