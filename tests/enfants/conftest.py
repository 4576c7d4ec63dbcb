"""Situations of the children's room."""

from tests.factories.monde import (  # noqa: F401 - fixtures
    cle_maitresse,
    journal_effacable,
    monde,
)
