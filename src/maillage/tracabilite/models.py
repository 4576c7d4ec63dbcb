"""Events and heads of chains. Updates and deletions of events are refused by the database itself (migration 0002)."""

from __future__ import annotations

from django.db import models


class Tete(models.Model):
    """Last link of the chain of a programme; the row that writers lock."""

    chaine = models.UUIDField(primary_key=True)
    rang = models.PositiveBigIntegerField(default=0)
    empreinte = models.CharField(max_length=64)


class Evenement(models.Model):
    """One read or write: identifiers, rule and outcome. Never a name, never free text."""

    chaine = models.UUIDField()
    rang = models.PositiveBigIntegerField()
    contenu = models.JSONField()
    precedent = models.CharField(max_length=64)
    empreinte = models.CharField(max_length=64)
    # copied from `contenu` so that accounts of accesses are found without reading the whole chain
    acteur_id = models.UUIDField(null=True)
    dossier_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chaine", "rang"], name="un_evenement_par_rang"),
        ]
        indexes = [
            models.Index(fields=["dossier_id", "rang"], name="evenements_du_dossier"),
            models.Index(fields=["acteur_id", "rang"], name="evenements_de_l_acteur"),
        ]
