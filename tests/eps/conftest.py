from __future__ import annotations

from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
