"""Events, heads, monthly segments, anchors and alerts. What the base refuses to change is in the migrations."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from maillage.tracabilite.rules.chaine import FormeCanonique
from maillage.tracabilite.rules.signes import Conclusion, Signe


class Tete(models.Model):
    """Last link of the chain of a programme; the row that writers lock. Its month is the one that is open."""

    chaine = models.UUIDField(primary_key=True)
    rang = models.PositiveBigIntegerField(default=0)
    empreinte = models.CharField(max_length=64)
    mois = models.CharField(max_length=7, default="")  # AAAA-MM, universal time
    premier = models.PositiveBigIntegerField(default=1)  # first rank of the open month


class Evenement(models.Model):
    """One read or write: identifiers, rule and outcome. Never a name, never free text."""

    chaine = models.UUIDField()
    rang = models.PositiveBigIntegerField()
    contenu = models.JSONField(encoder=FormeCanonique)
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


class Mention(models.Model):
    """A dossier read in a list: an event that holds several has one row for each, so that it is found from the dossier."""

    chaine = models.UUIDField()
    rang = models.PositiveBigIntegerField()
    dossier_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "chaine", "rang"], name="une_mention_par_dossier"
            ),
        ]


class Segment(models.Model):
    """A month of the journal, over. `expire_le` is set once, when its events may be destroyed; never taken back."""

    chaine = models.UUIDField()
    mois = models.CharField(max_length=7)
    premier = models.PositiveBigIntegerField()
    dernier = models.PositiveBigIntegerField()
    precedent = models.CharField(max_length=64)
    empreinte = models.CharField(max_length=64)
    sceau = models.CharField(max_length=64)
    expire_le = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chaine", "mois"], name="un_segment_par_mois"),
            models.UniqueConstraint(fields=["chaine", "premier"], name="un_segment_par_debut"),
            models.CheckConstraint(
                condition=Q(dernier__gte=F("premier")),
                name="segment_finit_apres_son_debut",
                violation_error_message="Un segment du journal contient au moins un événement.",
            ),
        ]


class Ancre(models.Model):
    """The head of a chain at an instant, signed. Kept here, exported, and its phrase printed in minutes."""

    chaine = models.UUIDField()
    rang = models.PositiveBigIntegerField()
    empreinte = models.CharField(max_length=64)
    instant = models.CharField(max_length=40)  # as signed: ISO 8601, universal time
    cle = models.CharField(max_length=64)  # public key, hexadecimal
    signature = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["chaine", "rang"], name="ancres_de_la_chaine")]


class Horodatage(models.Model):
    """The answer of an outside authority (RFC 3161) for one anchor. A table of its own: rebuilding that of the anchors
    would lose the triggers that keep it.
    """

    ancre = models.OneToOneField(Ancre, on_delete=models.RESTRICT, related_name="horodatage")
    jeton = models.BinaryField()


class Veille(models.Model):
    """How far the alerts of a chain were looked for: the civil day, and the last event before it."""

    chaine = models.UUIDField(primary_key=True)
    jour = models.DateField()
    rang = models.PositiveBigIntegerField(default=0)
    mois = models.CharField(max_length=7, default="")  # last month looked at as a whole
    vue_le = models.DateTimeField()


class Alerte(models.Model):
    """A sign that somebody may read out of curiosity. It says who and how many, and waits for a person to look at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chaine = models.UUIDField()
    acteur_id = models.UUIDField()
    signe = models.CharField(max_length=30)
    forte = models.BooleanField(default=False)
    jour = models.DateField()
    nombre = models.PositiveIntegerField()
    dossiers = models.JSONField(default=list)  # identifiers
    premier = models.PositiveBigIntegerField()  # ranks of the events that made it
    dernier = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    examinee_le = models.DateTimeField(null=True)
    examinee_par = models.UUIDField(null=True)
    conclusion = models.CharField(max_length=30, default="", blank=True)
    mot = models.BinaryField(null=True)  # free text, sealed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chaine", "acteur_id", "signe", "jour"],
                condition=Q(examinee_le__isnull=True),
                name="une_alerte_en_attente_par_jour",
                violation_error_message="Cette alerte attend déjà d'être examinée.",
            ),
            models.CheckConstraint(
                condition=Q(signe__in=[s.value for s in Signe]),
                name="signe_connu",
                violation_error_message="Ce signe n'existe pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(examinee_le__isnull=True, examinee_par__isnull=True, conclusion="")
                | Q(
                    examinee_le__isnull=False,
                    examinee_par__isnull=False,
                    conclusion__in=[c.value for c in Conclusion],
                ),
                name="alerte_examinee_par_quelqu_un",
                violation_error_message="Une alerte examinée dit par qui, quand, et avec quelle conclusion.",
            ),
            models.CheckConstraint(
                condition=Q(examinee_par__isnull=True) | ~Q(examinee_par=F("acteur_id")),
                name="alerte_jamais_examinee_par_soi",
                violation_error_message="Une alerte n'est jamais examinée par la personne qu'elle concerne.",
            ),
        ]
        indexes = [models.Index(fields=["chaine", "examinee_le"], name="alertes_en_attente")]
