"""Situations shared by the rooms of the seam."""

from tests.factories.monde import acteurs, cle_maitresse, connexion, monde  # noqa: F401 - fixtures
