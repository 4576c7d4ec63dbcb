"""Records of maps. Two times: when a map is in force (`depuis`, `jusqu_au`), and when we knew it (`connue_de`, `connue_a`).

Nothing is rewritten: a corrected file or another end is a new row, and the row before says until when it was believed.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from maillage.comptes.models import Programme, codes, fin_apres_debut


class Genre(StrEnum):
    """What a map draws. Two maps of one kind are never in force on the same day, in one programme or nationally."""

    PRIORITAIRE = "prioritaire"  # ZUS, then QPV: the one drawn by decree
    POCHE = "poche"  # local «poches de pauvreté»
    COMMUNE = "commune"  # whole communes


class Nature(StrEnum):
    """What is known of a zone's extent."""

    FORME = "forme"
    LISTE = "liste"  # its communes only: the official list gives no perimeter
    COMMUNE = "commune"  # the whole commune
    VOIES = "voies"  # a list of streets


class EtatDeDepot(StrEnum):
    """Life of a file that somebody sent."""

    LECTURE = "lecture"
    A_CONFIRMER = "a_confirmer"
    ECRITURE = "ecriture"
    ECRIT = "ecrit"
    ABANDONNE = "abandonne"
    ECHOUE = "echoue"


class FichierDeZones(models.Model):
    """What one file said, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=160)
    source = models.CharField(max_length=160)
    date_du_fichier = models.DateField(null=True, blank=True)
    empreinte = models.CharField(max_length=64, db_index=True)
    partielle = models.BooleanField(default=False)  # zones are missing: being in none says nothing
    importe_le = models.DateTimeField()
    importe_par = models.UUIDField(null=True, blank=True)  # none: by the command line
    constats = models.JSONField(default=list)


class ZoneDeGeographie(models.Model):
    """A zone as the file gives it, repaired. `forme` is WKB in degrees (longitude, latitude)."""

    fichier = models.ForeignKey(FichierDeZones, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(max_length=40)
    nom = models.CharField(max_length=200)
    nature = models.CharField(max_length=10)
    communes = models.TextField(blank=True)  # INSEE codes, separated by spaces
    voies = models.JSONField(default=list)
    forme = models.BinaryField(null=True)
    hectares = models.FloatField(null=True)
    reparee = models.BooleanField(default=False)

    class Meta:
        constraints = [
            codes(Nature, "nature", "zone_nature_connue"),
            models.CheckConstraint(
                condition=Q(nature="forme", forme__isnull=False)
                | (~Q(nature="forme") & Q(forme__isnull=True)),
                name="zone_a_une_forme_ou_non",
                violation_error_message="Une zone de cette nature a une forme, ou n'en a pas.",
            ),
            models.UniqueConstraint(
                fields=["fichier", "code"],
                name="un_code_de_zone_par_fichier",
                violation_error_message="Ce code de zone est déjà dans ce fichier.",
            ),
        ]


class Generation(models.Model):
    """A map in force between two days, as we knew it between two moments. No programme: a national map."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    nom = models.CharField(max_length=160)
    genre = models.CharField(max_length=12)
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="+")
    fichier = models.ForeignKey(FichierDeZones, on_delete=models.PROTECT, related_name="+")
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    connue_de = models.DateTimeField()
    connue_a = models.DateTimeField(null=True, blank=True)
    decidee_par = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            codes(Genre, "genre", "generation_genre_connu"),
            fin_apres_debut("generation_finit_apres_son_debut"),
            models.CheckConstraint(
                condition=Q(connue_a__isnull=True) | Q(connue_a__gte=F("connue_de")),
                name="generation_oubliee_apres_avoir_ete_connue",
                violation_error_message="Ce qui n'était pas encore connu ne peut pas être corrigé.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(connue_a__isnull=True, programme__isnull=True),
                name="une_generation_nationale_par_code",
                violation_error_message="Une génération nationale porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(connue_a__isnull=True, programme__isnull=False),
                name="une_generation_du_programme_par_code",
                violation_error_message="Une génération de ce programme porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["genre"],
                condition=Q(connue_a__isnull=True, programme__isnull=True, jusqu_au__isnull=True),
                name="une_generation_nationale_sans_fin_par_genre",
                violation_error_message="La génération précédente n'a pas de fin.",
            ),
            models.UniqueConstraint(
                fields=["programme", "genre"],
                condition=Q(connue_a__isnull=True, programme__isnull=False, jusqu_au__isnull=True),
                name="une_generation_du_programme_sans_fin_par_genre",
                violation_error_message="La génération précédente n'a pas de fin.",
            ),
        ]


class DepotDeZones(models.Model):
    """A file of zones on its way: read, told, then stored or dropped. Its bytes leave with the last step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    auteur = models.UUIDField()
    confirme_par = models.UUIDField(null=True, blank=True)
    etat = models.CharField(max_length=12, default=EtatDeDepot.LECTURE)
    demande = models.JSONField()  # the generation asked for: code, name, kind, dates, source
    contenu = models.BinaryField()
    rapport = models.JSONField(null=True)
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDeDepot, "etat", "etat_de_depot_connu")]
