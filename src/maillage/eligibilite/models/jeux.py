"""The local rules of a programme, by dated versions. Public facts: no child."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Programme, Utilisateur, codes


class EtatDesRegles(StrEnum):
    """A draft is written; put in force, it never changes again: another version follows it."""

    BROUILLON = "brouillon"
    EN_VIGUEUR = "en_vigueur"
    ABANDONNE = "abandonne"

    @property
    def libelle(self) -> str:
        return {
            EtatDesRegles.BROUILLON: "Brouillon",
            EtatDesRegles.EN_VIGUEUR: "Mises en vigueur",
            EtatDesRegles.ABANDONNE: "Abandonnées",
        }[self]


class ReglesDuProgramme(models.Model):
    """An ordered set of rules. `texte` is the TOML that the command line reads too. It holds from `depuis` to the next one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    numero = models.PositiveIntegerField()
    texte = models.TextField(blank=True, default="")
    etat = models.CharField(max_length=12, default=EtatDesRegles.BROUILLON)
    depuis = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    decidees_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    decidees_le = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(EtatDesRegles, "etat", "etat_des_regles_connu"),
            models.UniqueConstraint(
                fields=["programme", "numero"],
                name="un_numero_par_version_des_regles",
                violation_error_message="Cette version des règles existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(etat=EtatDesRegles.BROUILLON),
                name="un_brouillon_de_regles_a_la_fois",
                violation_error_message="Un brouillon des règles est déjà ouvert.",
            ),
            models.UniqueConstraint(
                fields=["programme", "depuis"],
                condition=Q(etat=EtatDesRegles.EN_VIGUEUR),
                name="une_version_des_regles_par_jour",
                violation_error_message="D'autres règles entrent déjà en vigueur ce jour-là.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDesRegles.EN_VIGUEUR)
                | (Q(depuis__isnull=False, decidees_le__isnull=False) & ~Q(texte="")),
                name="des_regles_en_vigueur_sont_datees",
                violation_error_message="Des règles en vigueur disent depuis quel jour.",
            ),
        ]
