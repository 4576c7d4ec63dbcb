"""The plan as it was shown to the family, version after version."""

from __future__ import annotations

from django.db import models

from maillage.parcours.models import PassageFait
from maillage.plans.models.objectifs import DuPlan


class PlanPresente(DuPlan):
    """One version, frozen as the family saw it: `{objectifs, actions, presents, mots_de_la_famille}`.

    It lives with its passages: undone within the day, the proposal or the agreement does not count any more.
    """

    numero = models.PositiveIntegerField()
    le = models.DateField()
    proposition = models.ForeignKey(
        PassageFait, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    acceptation = models.ForeignKey(
        PassageFait, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta(DuPlan.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["parcours", "numero"],
                name="un_numero_par_plan_presente",
                violation_error_message="Cette version du plan existe déjà.",
            ),
        ]
