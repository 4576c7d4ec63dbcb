from __future__ import annotations

from collections.abc import Iterator

import pytest

from maillage.publications.services import calculs
from maillage.statistiques.rules.observations import Observation
from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
from tests.publications.villes import Ville, axes_de_ville


@pytest.fixture
def ville() -> Iterator[Ville]:
    """A town drawn for the test stands in the place of the children of the world: its counts can be changed at will."""
    la_ville = Ville()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            calculs, "observations_du_programme",
            lambda *_: tuple(Observation(o) for o in la_ville.enfants),
        )  # fmt: skip
        patch.setattr(calculs, "SECONDES", 0.1)  # a poorer mask, as safe
        patch.setattr(calculs, "axes_de_publication", lambda *_: axes_de_ville())
        yield la_ville
