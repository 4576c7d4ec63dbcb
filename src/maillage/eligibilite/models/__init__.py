"""Records of eligibility."""

from maillage.eligibilite.models.jeux import ReglesDuProgramme
from maillage.eligibilite.models.scenarios import CasDUnScenario, Scenario
from maillage.eligibilite.models.verdicts import Derogation, VerdictRendu

__all__ = ["CasDUnScenario", "Derogation", "ReglesDuProgramme", "Scenario", "VerdictRendu"]
