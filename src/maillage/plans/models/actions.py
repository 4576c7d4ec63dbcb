"""Actions of the plan: who does what, until when, and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from maillage.comptes.models import codes
from maillage.plans.models.objectifs import DuPlan, Objectif
from maillage.plans.rules.suites import Suite


class Action(DuPlan):
    """One action: `{libelle, nature, operateur, structure, qui, suites: [{de, vers, le, auteur, mots}]}` (N15).

    Days and `suite` are clear, to find what is late without opening anything.
    """

    objectif = models.ForeignKey(Objectif, on_delete=models.SET_NULL, null=True, related_name="+")
    suite = models.CharField(max_length=20, default=Suite.PROPOSEE)
    debut = models.DateField(null=True, blank=True)  # planned, then real once it has begun
    fin = models.DateField(null=True, blank=True)
    envoi = models.UUIDField(null=True, blank=True)  # the last change that was sent

    class Meta(DuPlan.Meta):
        abstract = False
        constraints = [
            codes(Suite, "suite", "suite_d_action_connue"),
            models.CheckConstraint(
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="une_action_finit_apres_son_debut",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]
