"""Lists of children that left the house."""

from __future__ import annotations

import uuid

from django.db import models

from maillage.comptes.models import Programme, Utilisateur


class ExportNominatif(models.Model):
    """A list of children that left the house: for whom, by whom, why, how many. The file is encrypted, then erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    numero = models.PositiveIntegerField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    destinataire = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    raison = models.CharField(max_length=200)
    nombre = models.PositiveIntegerField()
    fichier = models.BinaryField()
    expire_le = models.DateTimeField()
    formulaire = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "numero"],
                name="un_numero_par_export",
                violation_error_message="Ce numéro d'export existe déjà.",
            ),
        ]
