"""Letters that left: what was in them, by number of section, never a copy of their words outside their volets."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import Programme, Utilisateur
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.syntheses.models.ecrits import AUTOUR, Synthese


class NumeroDeCourrier(models.Model):
    """The last number given in a programme: a purge never gives a number back."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    dernier = models.PositiveIntegerField(default=0)


class CourrierEmis(EnregistrementScelle):
    """A synthesis that was sent: `{objet}`. Its sections are frozen rows of their own volets.

    `parties`: [volet, number of the row] of what left; `ecartees`: [rubrique, volet, reason] of what stayed.
    `empreinte`: keyed digest of the words that left.
    """

    volet = Volet.PARCOURS
    serrure = AUTOUR
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    synthese = models.OneToOneField(Synthese, on_delete=models.CASCADE, related_name="courrier")
    numero = models.PositiveIntegerField()
    le = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    parties = models.JSONField()
    ecartees = models.JSONField(default=list)
    empreinte = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "numero"],
                name="un_numero_par_courrier",
                violation_error_message="Ce numéro de courrier existe déjà.",
            ),
        ]
