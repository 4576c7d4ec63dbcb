"""The key store. Its tables live in the database `cles`, apart from the data (see `routeur`)."""

from __future__ import annotations

from django.db import models


class CleDeProgramme(models.Model):
    """Key of a programme, wrapped by the master key."""

    programme_id = models.UUIDField(primary_key=True)
    scellee = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class CleDeVolet(models.Model):
    """Key of one volet of one dossier, wrapped by the key of its programme. Deleting it shreds the volet."""

    dossier_id = models.UUIDField()
    volet = models.CharField(max_length=16)
    programme_id = models.UUIDField(db_index=True)
    scellee = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier_id", "volet"], name="une_cle_par_volet"),
        ]
        indexes = [models.Index(fields=["programme_id", "volet"], name="cles_du_programme")]


class CleDeSignature(models.Model):
    """Key that signs the anchors of the journal: the private part wrapped by the master key, the public part in clear."""

    publique = models.CharField(max_length=64, unique=True)  # hexadecimal
    scellee = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
