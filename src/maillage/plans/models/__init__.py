"""Records of the plan: each row is sealed in the volet parcours (docs/regles/plans.md says why)."""

from maillage.plans.models.actions import Action
from maillage.plans.models.objectifs import Besoin, EtapeDObjectif, Objectif, RegardPorte
from maillage.plans.models.presentations import PlanPresente

__all__ = ["Action", "Besoin", "EtapeDObjectif", "Objectif", "PlanPresente", "RegardPorte"]
