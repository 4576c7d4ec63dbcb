"""What the school said of one child, sealed in the volet scolarité."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.evaluations.models.campagnes import CampagneDEvaluation
from maillage.evaluations.rules.grilles import EtatDEvaluation, MotifDeReport

ECRITS = tuple(e for e in EtatDEvaluation if e is not EtatDEvaluation.A_FAIRE)


class EvaluationDeLEnfant(EnregistrementScelle):
    """One child at one point: `{domaines: {code: {evolution, mots}}, objectifs: {number: {…}}, mots, precision, avant, portes}`.

    `avant`: what it held each time it was corrected after being done; `portes`: what was already carried to the plan. Answers are sealed: they tell of a child.
    """

    volet = Volet.SCOLARITE
    campagne = models.ForeignKey(
        CampagneDEvaluation, on_delete=models.RESTRICT, related_name="evaluations"
    )
    ecole = models.CharField(max_length=24)
    etat = models.CharField(max_length=10, default=EtatDEvaluation.ENTAMEE)
    le = models.DateField()
    motif = models.CharField(max_length=30, blank=True, default="")
    famille_informee_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            codes(ECRITS, "etat", "evaluation_etat_connu"),
            codes(("", *MotifDeReport), "motif", "evaluation_motif_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatDEvaluation.REPORTEE) ^ Q(motif=""),
                name="une_evaluation_reportee_dit_pourquoi",
                violation_error_message="Un report dit sa raison, et lui seul.",
            ),
            models.UniqueConstraint(
                fields=["campagne", "dossier"],
                name="une_evaluation_par_point",
                violation_error_message="Cet enfant a déjà son évaluation à ce point.",
            ),
        ]
        indexes = [models.Index(fields=["campagne", "etat"], name="evaluations_d_un_point")]
