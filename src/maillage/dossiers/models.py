"""Records of dossiers and of their cercle, and the base of every sealed record."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau
from maillage.comptes.models import Poste, Programme, Utilisateur, codes, fin_apres_debut
from maillage.dossiers.rules import (
    VOLETS_DU_DOSSIER,
    EtatDuDossier,
    NatureDOuverture,
    Qualite,
    Serrure,
    Volet,
)


class Dossier(models.Model):
    """The unit of secrecy around one child. It bears no name: names are in the volet `identite`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="dossiers")
    etat = models.CharField(max_length=30, default=EtatDuDossier.ACTIF)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDuDossier, "etat", "etat_du_dossier_connu")]
        indexes = [models.Index(fields=["programme", "etat"], name="dossiers_du_programme")]


class Cercle(models.Model):
    """A poste follows a dossier, in a capacity, since a day, until another, for a reason."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="cercle")
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, related_name="suivis")
    qualite = models.CharField(max_length=20, default=Qualite.REFERENT)
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    motif = models.CharField(max_length=40, default="designation")

    class Meta:
        constraints = [
            fin_apres_debut("suivi_finit_apres_son_debut"),
            codes(Qualite, "qualite", "qualite_connue"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(qualite=Qualite.REFERENT, jusqu_au__isnull=True),
                name="un_seul_referent_en_cours",
                violation_error_message="Ce dossier a déjà un référent de parcours.",
            ),
        ]
        indexes = [models.Index(fields=["poste", "dossier"], name="dossiers_suivis_par_poste")]


class OuvertureDeVolet(models.Model):
    """A volet open to one person between two instants. `partage`: the family's agreement it depends on, if any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="ouvertures")
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    volet = models.CharField(max_length=20)
    nature = models.CharField(max_length=20)
    depuis = models.DateTimeField()
    jusqu_a = models.DateTimeField()
    finie_le = models.DateTimeField(null=True, blank=True)
    ouverte_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    partage = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            codes(VOLETS_DU_DOSSIER, "volet", "ouverture_volet_connu"),
            codes(NatureDOuverture, "nature", "ouverture_nature_connue"),
            models.CheckConstraint(
                condition=Q(jusqu_a__gt=models.F("depuis")),
                name="ouverture_finit_apres_son_debut",
                violation_error_message="Un accès finit toujours, après son début.",
            ),
        ]
        indexes = [models.Index(fields=["utilisateur", "volet"], name="ouvertures_d_une_personne")]

    @staticmethod
    def en_cours(instant: datetime) -> Q:
        """Those in force at this instant; the last instant is already closed."""
        return Q(depuis__lte=instant, jusqu_a__gt=instant, finie_le__isnull=True)


class EnregistrementScelle(models.Model):
    """Base of each table of a volet: the content is one sealed JSON value, bound to its row and its dossier."""

    volet: ClassVar[Volet]
    serrure: ClassVar[Serrure] = Serrure()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    scelle = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @classmethod
    def place(cls, ligne: uuid.UUID, dossier: uuid.UUID) -> Place:
        """Where a sealed value of this table belongs."""
        return Place(cls._meta.db_table, ligne, dossier, cls.volet)

    def sceller(self, contenu: dict[str, Any], cles: Trousseau) -> None:
        """Close the content into the row (the row is not saved)."""
        self.scelle = cles.sceller(contenu, self.place(self.id, self.dossier_id))

    def ouvrir(self, cles: Trousseau) -> dict[str, Any]:
        """Return the content of the row."""
        return cles.ouvrir(self.scelle, self.place(self.id, self.dossier_id))
