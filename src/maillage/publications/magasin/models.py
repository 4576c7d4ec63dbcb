"""What was released, as it was signed. Rows are added and never changed: the base itself refuses (see the migrations)."""

from __future__ import annotations

import uuid

from django.db import models


class Parution(models.Model):
    """One release. `contenu` is the signed text itself (canonical JSON): tables, labels, definitions. No count that was hidden."""

    numero = models.PositiveIntegerField(primary_key=True)
    programme = models.UUIDField()
    preparation = models.UUIDField(unique=True)
    titre = models.CharField(max_length=160)
    annee = models.PositiveSmallIntegerField()  # of the rentrée
    periode = models.CharField(max_length=8)
    mode = models.CharField(max_length=8)
    base = models.PositiveSmallIntegerField()
    approuvee_le = models.DateTimeField()
    par = models.CharField(max_length=120)  # who approved, under which mission
    contenu = models.TextField()
    empreinte = models.CharField(max_length=64)
    cle = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["programme", "-numero"], name="parutions_du_programme")]


class RetraitDeParution(models.Model):
    """A release that is shown no longer. It stays in the register: what was read cannot be unread."""

    parution = models.OneToOneField(Parution, on_delete=models.RESTRICT, related_name="retrait")
    le = models.DateTimeField()
    par = models.CharField(max_length=120)
    motif = models.CharField(max_length=300)


class DocumentDeParution(models.Model):
    """A report written from a release and approved with it: released figures only, so kept in clear, with its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parution = models.ForeignKey(Parution, on_delete=models.RESTRICT, related_name="documents")
    nature = models.CharField(max_length=20)
    nom = models.CharField(max_length=160)
    type = models.CharField(max_length=100)
    octets = models.BinaryField()
    taille = models.PositiveIntegerField()
    empreinte = models.CharField(max_length=64)
    depose_le = models.DateTimeField()
    par = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parution", "empreinte"],
                name="un_document_une_fois",
                violation_error_message="Ce document est déjà joint à cette publication.",
            ),
        ]
