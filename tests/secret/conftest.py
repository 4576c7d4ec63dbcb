"""The world of the pairs, once per process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acces.interroger import Enquete
from tests.factories.monde import cle_maitresse  # noqa: F401 - fixture
from tests.factories.preuve import creer_le_monde, monde_garde
from tests.secret.paires import Comparaison
from tests.secret.trace import GENS


@pytest.fixture(scope="module")
def comparaison(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Comparaison]:
    with django_db_blocker.unblock(), monde_garde():
        yield Comparaison(Enquete(creer_le_monde(GENS)))
