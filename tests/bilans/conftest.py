"""Situations shared by the rooms of the seam."""

from tests.bilans.parutions import parution_de_l_annee  # noqa: F401 - fixture
from tests.factories.monde import (  # noqa: F401 - fixtures
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)
from tests.publications.conftest import ville  # noqa: F401 - fixture
