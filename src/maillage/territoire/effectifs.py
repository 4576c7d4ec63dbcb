"""Records of headcounts. A corrected headcount is a new row; the row before says until when it was believed."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Programme, codes
from maillage.territoire.rules.effectifs import EFFECTIF_AU_PLUS, PREMIERE_RENTREE


class EffectifScolaire(models.Model):
    """How many pupils a school had at one rentrée, who says so. No programme: a public file of the installation."""

    etablissement = models.ForeignKey(
        "territoire.Etablissement", on_delete=models.CASCADE, related_name="effectifs"
    )
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="+")
    rentree = models.PositiveSmallIntegerField()
    effectif = models.PositiveIntegerField()
    source = models.CharField(max_length=160)
    dit_par = models.UUIDField(null=True, blank=True)
    connu_de = models.DateTimeField()
    connu_a = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effectif__gte=1, effectif__lte=EFFECTIF_AU_PLUS),
                name="effectif_plausible",
                violation_error_message=f"Un effectif va de 1 à {EFFECTIF_AU_PLUS} élèves.",
            ),
            models.CheckConstraint(
                condition=Q(rentree__gte=PREMIERE_RENTREE),
                name="effectif_d_une_rentree_connue",
                violation_error_message="Cette rentrée est trop ancienne.",
            ),
            models.UniqueConstraint(
                fields=["etablissement", "rentree"],
                condition=Q(connu_a__isnull=True, programme__isnull=True),
                name="un_effectif_public_par_rentree",
                violation_error_message="Un effectif est déjà connu pour cette rentrée.",
            ),
            models.UniqueConstraint(
                fields=["programme", "etablissement", "rentree"],
                condition=Q(connu_a__isnull=True, programme__isnull=False),
                name="un_effectif_du_programme_par_rentree",
                violation_error_message="Un effectif est déjà connu pour cette rentrée.",
            ),
        ]


class EtatDuDepotDEffectifs(StrEnum):
    """Life of a file of headcounts that somebody sent."""

    A_CONFIRMER = "a_confirmer"
    ECRIT = "ecrit"
    ABANDONNE = "abandonne"


class DepotDEffectifs(models.Model):
    """A file of headcounts, read and told before it is stored: the lines that would be written, and the report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    auteur = models.UUIDField()
    fichier = models.CharField(max_length=120)
    etat = models.CharField(max_length=12, default=EtatDuDepotDEffectifs.A_CONFIRMER)
    lignes = models.JSONField()
    rapport = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDuDepotDEffectifs, "etat", "etat_du_depot_d_effectifs_connu")]
