"""Records of eligibility."""

from maillage.eligibilite.models.campagne import Campagne, PassageDeRelais, SortieAccompagnee
from maillage.eligibilite.models.jeux import ReglesDuProgramme
from maillage.eligibilite.models.scenarios import CasDUnScenario, Scenario
from maillage.eligibilite.models.verdicts import Derogation, VerdictRendu

__all__ = [
    "Campagne",
    "CasDUnScenario",
    "Derogation",
    "PassageDeRelais",
    "ReglesDuProgramme",
    "Scenario",
    "SortieAccompagnee",
    "VerdictRendu",
]
