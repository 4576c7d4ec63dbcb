"""Records of eligibility."""

from maillage.eligibilite.models.campagne import Campagne, PassageDeRelais, SortieAccompagnee

__all__ = ["Campagne", "PassageDeRelais", "SortieAccompagnee"]
