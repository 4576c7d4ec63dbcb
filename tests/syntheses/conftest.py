"""Situations shared by the rooms of the points with schools and of syntheses."""

from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
