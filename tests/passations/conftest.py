"""Situations shared with the other rooms."""

from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
