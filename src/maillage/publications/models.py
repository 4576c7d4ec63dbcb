"""Releases being prepared, and the register of those that came out. Counts are sealed; clear columns hold days, codes, numbers."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.rules import Serrure
from maillage.partage.rules.actes import Acte
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.rules.vie import EtatDePublication
from maillage.statistiques.rules.divulgation.demande import Mode

COMPARTIMENT = "publication"  # with a key of its own for each row: counts belong to no dossier
SEUILS = (5, 11)
BASES = {
    5: 5,
    11: 10,
}  # rounded figures leave as much room as the threshold asks: 9 leaves as 0 or 10, as 1 would


class EtatDeCalcul(StrEnum):
    """Where the job is."""

    EN_COURS = "en_cours"
    FAIT = "fait"
    ARRETE = "arrete"
    ECHOUE = "echoue"
    REFUSE = "refuse"  # nothing protects these tables, and why is told

    @property
    def libelle(self) -> str:
        return {
            EtatDeCalcul.EN_COURS: "Calcul en cours",
            EtatDeCalcul.FAIT: "Calcul fini",
            EtatDeCalcul.ARRETE: "Calcul arrêté",
            EtatDeCalcul.ECHOUE: "Calcul en panne",
            EtatDeCalcul.REFUSE: "Refusé par l'audit",
        }[self]


class ReglageDePublication(models.Model):
    """What a programme has decided once: under which number a cell is small, and how figures leave by default."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8, default=Mode.ARRONDI)
    seuil = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [
            codes(Mode, "mode", "mode_de_reglage_connu"),
            models.CheckConstraint(
                condition=Q(seuil__in=SEUILS),
                name="seuil_de_reglage_connu",
                violation_error_message="Le seuil est 5 ou 11.",
            ),
        ]


class Preparation(models.Model):
    """A release from its preparation to its withdrawal. `resultat`: what the audit says, in numbers; no cell.

    Sealed: `{etat, contenu, pertes, divergences, contredits}`. Once approved it is the register: it is never erased.
    """

    serrure_du_programme = Serrure(
        (f"{Acte.PREPARER_LES_PUBLICATIONS}:", f"{Acte.PUBLIER}:"),
        (f"{Acte.PREPARER_LES_PUBLICATIONS}:", f"{Acte.PUBLIER}:"),
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    titre = models.CharField(max_length=160)
    annee = models.PositiveSmallIntegerField()
    periode = models.CharField(max_length=8)
    tables = models.JSONField(default=list)  # codes of the catalogue
    mode = models.CharField(max_length=8)
    seuil = models.PositiveSmallIntegerField()
    base = models.PositiveSmallIntegerField(default=5)
    etat = models.CharField(max_length=10, default=EtatDePublication.PREPAREE)
    calcul = models.CharField(max_length=8, default=EtatDeCalcul.EN_COURS)
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arret_demande = models.BooleanField(default=False)
    connues = models.JSONField(default=list)  # numbers of the releases that the protection knew
    resultat = models.JSONField(null=True, blank=True)
    numero = models.PositiveIntegerField(null=True, blank=True, unique=True)
    scelle = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    approuvee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    approuvee_le = models.DateTimeField(null=True, blank=True)
    retiree_le = models.DateTimeField(null=True, blank=True)
    formulaire = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            codes(EtatDePublication, "etat", "etat_de_publication_connu"),
            codes(EtatDeCalcul, "calcul", "etat_de_calcul_connu"),
            codes(PeriodeScolaire, "periode", "periode_de_publication_connue"),
            codes(Mode, "mode", "mode_de_publication_connu"),
            models.CheckConstraint(
                condition=Q(seuil__in=SEUILS),
                name="seuil_de_publication_connu",
                violation_error_message="Le seuil est 5 ou 11.",
            ),
            models.CheckConstraint(
                condition=Q(numero__isnull=True)
                | Q(etat__in=[EtatDePublication.APPROUVEE, EtatDePublication.RETIREE]),
                name="une_publication_parue_a_son_numero",
                violation_error_message="Seule une publication approuvée a un numéro.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDePublication.PREPAREE)
                | Q(etat=EtatDePublication.ABANDONNEE)
                | Q(scelle__isnull=False, resultat__isnull=False),
                name="une_publication_protegee_a_ete_calculee",
                violation_error_message="Une publication protégée a été calculée.",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-created_at"], name="preparations_du_programme")
        ]

    def place(self) -> Place:
        """Where the sealed value of this version belongs."""
        return Place(self._meta.db_table, self.id, self.id, COMPARTIMENT, self.version)

    def cles(self) -> Trousseau:
        """The key of this row."""
        return trousseau(self.programme_id, [self.id], [COMPARTIMENT])

    def sceller(self, contenu: dict[str, Any]) -> None:
        """Close the content into the row, under its next version (not saved)."""
        self.version += 1
        self.scelle = self.cles().sceller(contenu, self.place())

    def ouvrir(self, cles: Trousseau | None = None) -> dict[str, Any]:
        """Return the content of the row."""
        contenu: dict[str, Any] = (cles or self.cles()).ouvrir(bytes(self.scelle), self.place())
        return contenu
