"""Records of dossiers and of their cercle, and the base of every sealed record."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

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
from maillage.dossiers.rules.conservation import (
    ACTIVE_LEGALE,
    ARCHIVE_PROPOSEE,
    EtatDeBordereau,
    MotifDeGel,
    MotifDePurge,
    SortFinal,
)


class Dossier(models.Model):
    """The unit of secrecy around one child. It bears no name: names are in the volet `identite`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="dossiers")
    etat = models.CharField(max_length=30, default=EtatDuDossier.ACTIF)
    archive_le = models.DateField(null=True, blank=True)
    # the day of a contact that somebody states: when nothing written tells it, or when the family comes back
    contact_dit = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDuDossier, "etat", "etat_du_dossier_connu")]
        indexes = [models.Index(fields=["programme", "etat", "id"], name="dossiers_par_lots")]


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


class UnsealedVersion(RuntimeError):
    """The version of a row was changed without sealing it again: a programming fault, stopped before it is written."""


class EnregistrementScelle(models.Model):
    """Base of each table of a volet: the content is one sealed JSON value, bound to its dossier, its row and its version.

    This is the only place where a row is sealed: its version moves here and nowhere else.
    """

    volet: ClassVar[Volet]
    serrure: ClassVar[Serrure] = Serrure()
    _scellee_en: int | None = None  # version that the sealed value was closed or read with

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    scelle = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the version with what it closes: one without the other would never open again."""
        champs = kwargs.get("update_fields")
        if champs is not None and "scelle" in champs:
            kwargs["update_fields"] = {*champs, "version"}
        if self.scelle and self.version != self._scellee_en:
            raise UnsealedVersion
        super().save(*args, **kwargs)

    @classmethod
    def place(cls, ligne: uuid.UUID, dossier: uuid.UUID, version: int) -> Place:
        """Where the sealed value of this version of a row belongs."""
        return Place(cls._meta.db_table, ligne, dossier, cls.volet, version)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        rang = super().from_db(db, field_names, values)
        rang.__dict__["_scellee_en"] = rang.__dict__.get("version")
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


# Whoever keeps the durations, archived dossiers included.
DE_LA_CONSERVATION = Serrure(("conserver:identite",), ("conserver:identite",))


class Gel(EnregistrementScelle):
    """Nothing of this dossier is destroyed between two days, both included: `{precision}`."""

    volet = Volet.PARCOURS
    serrure = DE_LA_CONSERVATION
    motif = models.CharField(max_length=20)
    depuis = models.DateField()
    jusqu_au = models.DateField()
    leve_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            fin_apres_debut("gel_finit_apres_son_debut"),
            codes(MotifDeGel, "motif", "motif_de_gel_connu"),
        ]


class OuvertureDArchive(EnregistrementScelle):
    """Somebody opened an archived dossier, and wrote why: `{raison}`."""

    volet = Volet.PARCOURS
    serrure = DE_LA_CONSERVATION
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")


class ReglageDeConservation(models.Model):
    """How long a programme keeps dossiers, in months."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    active_mois = models.PositiveSmallIntegerField(default=ACTIVE_LEGALE)
    archive_mois = models.PositiveSmallIntegerField(default=ARCHIVE_PROPOSEE)
    justification = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active_mois__lte=ACTIVE_LEGALE, archive_mois__lte=ARCHIVE_PROPOSEE)
                | ~Q(justification=""),
                name="une_duree_longue_se_justifie",
                violation_error_message="Une durée plus longue que la règle se justifie par écrit.",
            ),
            models.CheckConstraint(
                condition=Q(active_mois__gte=1),
                name="une_base_active_dure_un_mois",
                violation_error_message="Un dossier reste en base active un mois au moins.",
            ),
        ]


class Bordereau(models.Model):
    """A list of dossiers to destroy: who prepared it, which visa it bears, who validated it. No name of a child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    etat = models.CharField(max_length=12, default=EtatDeBordereau.PREPARE)
    motif = models.CharField(max_length=20, default=MotifDePurge.TERME)
    sort = models.CharField(max_length=12, default=SortFinal.ELIMINATION)
    prepare_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    prepare_le = models.DateField()
    visa_reference = models.CharField(max_length=120, blank=True, default="")
    visa_le = models.DateField(null=True, blank=True)
    versement = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the file
    valide_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    valide_le = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(EtatDeBordereau, "etat", "etat_de_bordereau_connu"),
            codes(MotifDePurge, "motif", "motif_de_purge_connu"),
            codes(SortFinal, "sort", "sort_final_connu"),
            models.CheckConstraint(
                condition=Q(valide_par__isnull=True) | ~Q(valide_par=F("prepare_par")),
                name="deux_personnes_pour_eliminer",
                violation_error_message="La personne qui a préparé la liste ne peut pas la valider.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatDeBordereau.PREPARE, EtatDeBordereau.ABANDONNE])
                | (Q(valide_par__isnull=False, visa_le__isnull=False) & ~Q(visa_reference="")),
                name="rien_ne_s_elimine_sans_visa",
                violation_error_message="Aucune élimination sans le visa des Archives départementales.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatDeBordereau.PREPARE, EtatDeBordereau.ABANDONNE])
                | Q(sort=SortFinal.ELIMINATION)
                | ~Q(versement=""),
                name="un_versement_precede_sa_purge",
                violation_error_message="Le fichier de versement n'est pas encore fait.",
            ),
        ]


class LigneDeBordereau(models.Model):
    """One dossier of the list, by its identifier: the row that it names will be gone."""

    bordereau = models.ForeignKey(Bordereau, on_delete=models.CASCADE, related_name="lignes")
    dossier_id = models.UUIDField()
    ouvert_le = models.DateField()
    dernier_contact = models.DateField(null=True, blank=True)
    ecartee = models.CharField(
        max_length=20, blank=True, default=""
    )  # why it was taken off the list
    purgee_le = models.DateField(null=True, blank=True)
    enregistrements = models.PositiveIntegerField(default=0)  # rows that the purge removed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bordereau", "dossier_id"], name="un_dossier_une_fois_par_bordereau"
            ),
        ]
        indexes = [models.Index(fields=["dossier_id"], name="lignes_du_dossier")]
