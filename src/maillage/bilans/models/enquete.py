"""Records of the return to the annual survey: figures that people write, and the day it was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.bilans.rules.rubriques import UNITES
from maillage.comptes.models import Programme, Utilisateur, codes


class ValeurDEnquete(models.Model):
    """A figure of a school year as somebody wrote it. Correcting adds a row; no value: it was taken back."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    rentree = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=80)
    valeur = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    ecrite_le = models.DateTimeField()
    en_vigueur = models.BooleanField(default=True)

    class Meta:
        constraints = [
            codes(tuple(UNITES), "code", "valeur_d_enquete_code_connu"),
            models.CheckConstraint(
                condition=Q(valeur__isnull=True) | Q(valeur__gte=0),
                name="valeur_d_enquete_positive",
                violation_error_message="Un nombre négatif ne peut pas entrer ici.",
            ),
            models.UniqueConstraint(
                fields=["programme", "rentree", "code"],
                condition=Q(en_vigueur=True),
                name="une_valeur_d_enquete_en_vigueur",
                violation_error_message="Cette valeur vient d'être écrite par quelqu'un d'autre.",
            ),
        ]


class RetourDEnquete(models.Model):
    """The return of a year was sent to the State services: the day, and who says so."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    rentree = models.PositiveSmallIntegerField()
    envoye_le = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "rentree"],
                name="un_retour_d_enquete_par_an",
                violation_error_message="Ce retour est déjà marqué comme envoyé.",
            ),
        ]
