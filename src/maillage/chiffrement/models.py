"""The key store. Its tables live in the database `cles`, apart from the data (see `routeur`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CleDeProgramme(models.Model):
    """Keys of a programme, wrapped by the master key.

    `scellee` digests texts (`empreinte`) and never changes. `emballage` wraps the keys of volets and changes when the
    master key turns: `emballage_precedent` stays until every key of a volet is wrapped by the new one. Generation 0 is
    the time when `scellee` itself wrapped them. `maitresse` is the mark of the master key that wraps this row.
    """

    programme_id = models.UUIDField(primary_key=True)
    scellee = models.BinaryField()
    emballage = models.BinaryField(null=True)
    emballage_precedent = models.BinaryField(null=True)
    generation = models.PositiveIntegerField(default=0)
    maitresse = models.CharField(max_length=16, default="")
    created_at = models.DateTimeField(auto_now_add=True)


class CleDeVolet(models.Model):
    """Key of one volet of one dossier, wrapped by a key of its programme. Deleting it shreds the volet.

    A turned volet has several generations until its rows are all sealed by the last one.
    """

    dossier_id = models.UUIDField()
    volet = models.CharField(max_length=16)
    generation = models.PositiveSmallIntegerField(default=1)
    programme_id = models.UUIDField(db_index=True)
    scellee = models.BinaryField()
    emballage = models.PositiveIntegerField(default=0)  # generation of the key that wraps it
    ouvre_sans_version = models.BooleanField(default=False)  # made before versions were bound
    remplacee_le = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "volet", "generation"], name="une_cle_par_generation"
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "volet", "dossier_id"], name="cles_par_lots"),
            models.Index(fields=["programme_id", "emballage"], name="cles_a_remballer"),
            models.Index(
                fields=["remplacee_le"],
                condition=Q(remplacee_le__isnull=False),
                name="cles_remplacees",
            ),
        ]


class Tombe(models.Model):
    """What stays of a purged dossier: its identifier, the day, why (a code) and a seal; no name.

    Written before anything is removed: it is the intention that a killed purge is resumed from, and the order that is
    replayed after an old backup is restored.
    """

    dossier_id = models.UUIDField(primary_key=True)
    programme_id = models.UUIDField(db_index=True)
    le = models.DateField()
    motif = models.CharField(max_length=20)
    empreinte = models.CharField(max_length=64)
    achevee_le = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)


class CleDeSignature(models.Model):
    """Key that signs the anchors of the journal: the private part wrapped by the master key, the public part in clear."""

    publique = models.CharField(max_length=64, unique=True)  # hexadecimal
    scellee = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
