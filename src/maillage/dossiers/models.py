"""Records of dossiers and of their cercle, and the base of every sealed record."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau
from maillage.comptes.models import Poste, Programme, codes, fin_apres_debut
from maillage.dossiers.rules import EtatDuDossier, Qualite, Volet


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


class VersionEcartee(RuntimeError):
    """The version of a row was changed without sealing it again: a programming fault, stopped before it is written."""


class EnregistrementScelle(models.Model):
    """Base of each table of a volet: the content is one sealed JSON value, bound to its dossier, its row and its version.

    This is the only place where a row is sealed: its version moves here and nowhere else.
    """

    volet: ClassVar[Volet]
    _scellee_en: int | None = None  # version that the sealed value was closed or read with

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    scelle = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @classmethod
    def place(cls, ligne: uuid.UUID, dossier: uuid.UUID, version: int) -> Place:
        """Where the sealed value of this version of a row belongs."""
        return Place(cls._meta.db_table, ligne, dossier, cls.volet, version)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        rang = super().from_db(db, field_names, values)
        rang._scellee_en = rang.__dict__.get("version")
        return rang

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._scellee_en = self.version

    def sceller(self, contenu: dict[str, Any], cles: Trousseau) -> None:
        """Close the content into the row, under its next version when it is already in the base (the row is not saved)."""
        if not self._state.adding:
            self.version += 1
        self.scelle = cles.sceller(contenu, self.place(self.id, self.dossier_id, self.version))
        self._scellee_en = self.version

    def ouvrir(self, cles: Trousseau) -> dict[str, Any]:
        """Return the content of the row."""
        return cles.ouvrir(self.scelle, self.place(self.id, self.dossier_id, self.version))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the version with what it closes: one without the other would never open again."""
        champs = kwargs.get("update_fields")
        if champs is not None and "scelle" in champs:
            kwargs["update_fields"] = {*champs, "version"}
        if self.scelle and self.version != self._scellee_en:
            raise VersionEcartee
        super().save(*args, **kwargs)
