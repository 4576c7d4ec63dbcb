"""Writes of the plan. One transaction each, noted in the journal."""

from maillage.plans.services.actions import (
    ActionEcrite,
    corriger_action,
    donner_suite,
    proposer_action,
)
from maillage.plans.services.objectifs import (
    ajouter_etape,
    clore_besoin,
    clore_objectif,
    ecrire_objectif,
    faire_etape,
    noter_besoin,
    reecrire_objectif,
)
from maillage.plans.services.presentations import demarrer, noter_l_accord, proposer_le_plan
from maillage.plans.services.regards import noter_regard

__all__ = [
    "ActionEcrite",
    "ajouter_etape",
    "clore_besoin",
    "clore_objectif",
    "corriger_action",
    "demarrer",
    "donner_suite",
    "ecrire_objectif",
    "faire_etape",
    "noter_besoin",
    "noter_l_accord",
    "noter_regard",
    "proposer_action",
    "proposer_le_plan",
    "reecrire_objectif",
]
