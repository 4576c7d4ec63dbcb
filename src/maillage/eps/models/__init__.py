"""Records of the EPS."""

from maillage.eps.models.seances import Participation, Seance
from maillage.eps.models.situations import Invitation, SituationDeSeance

__all__ = ["Invitation", "Participation", "Seance", "SituationDeSeance"]
