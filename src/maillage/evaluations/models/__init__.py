"""Records of campaigns, appointments and evaluations."""

from maillage.evaluations.models.campagnes import CampagneDEvaluation, RendezVous
from maillage.evaluations.models.evaluations import EvaluationDeLEnfant

__all__ = ["CampagneDEvaluation", "EvaluationDeLEnfant", "RendezVous"]
