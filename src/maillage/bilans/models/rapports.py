"""Records of annual reports: which release they are made of, who approved them, what the team wrote in each section."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from maillage.bilans.rules.parties import PARTIES
from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.rules import Serrure
from maillage.partage.rules.actes import Acte

COMPARTIMENT = "bilan"  # a key for each comment: words of the team belong to no dossier
RUBRIQUES = tuple(PARTIES)


class EtatDeRapport(StrEnum):
    """Life of a report: written, then approved once and for all."""

    BROUILLON = "brouillon"
    APPROUVE = "approuve"


class RapportAnnuel(models.Model):
    """The report of a release. `parution`: its number in the store, which this room only reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    rentree = models.PositiveSmallIntegerField()
    parution = models.PositiveIntegerField()
    etat = models.CharField(max_length=10, default=EtatDeRapport.BROUILLON)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approuve_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    approuve_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            codes(EtatDeRapport, "etat", "rapport_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatDeRapport.BROUILLON)
                | Q(approuve_le__isnull=False, approuve_par__isnull=False),
                name="un_rapport_approuve_dit_par_qui",
                violation_error_message="Un rapport approuvé dit par qui et quand.",
            ),
            models.UniqueConstraint(
                fields=["programme", "parution"],
                name="un_rapport_par_parution",
                violation_error_message="Un rapport existe déjà pour cette parution.",
            ),
        ]


class CommentaireDeRapport(models.Model):
    """What the team wrote in a section: `{texte}`. Correcting adds a row; an empty text takes it away."""

    serrure_du_programme = Serrure(
        (f"{Acte.TENIR_LES_BILANS}:", f"{Acte.PUBLIER}:"), (f"{Acte.TENIR_LES_BILANS}:",)
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    rapport = models.ForeignKey(
        RapportAnnuel, on_delete=models.CASCADE, related_name="commentaires"
    )
    rubrique = models.CharField(max_length=20)
    scelle = models.BinaryField()
    rang = models.PositiveIntegerField()
    en_vigueur = models.BooleanField(default=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    ecrit_le = models.DateTimeField()

    class Meta:
        constraints = [
            codes(RUBRIQUES, "rubrique", "commentaire_de_rapport_rubrique_connue"),
            models.UniqueConstraint(
                fields=["rapport", "rubrique"],
                condition=Q(en_vigueur=True),
                name="un_commentaire_en_vigueur_par_rubrique",
                violation_error_message="Quelqu'un vient d'écrire ce commentaire.",
            ),
            models.UniqueConstraint(
                fields=["rapport", "rubrique", "rang"],
                name="un_rang_par_commentaire",
                violation_error_message="Quelqu'un vient d'écrire ce commentaire.",
            ),
        ]

    def place(self) -> Place:
        """Where the sealed text belongs; a row is never rewritten."""
        return Place(self._meta.db_table, self.id, self.id, COMPARTIMENT, 1)

    def cles(self) -> Trousseau:
        """The key of this row."""
        return trousseau(self.programme_id, [self.id], [COMPARTIMENT])

    def sceller(self, texte: str) -> None:
        """Close the text into the row (not saved)."""
        self.scelle = self.cles().sceller({"texte": texte}, self.place())

    def ouvrir(self, cles: Trousseau | None = None) -> str:
        """The text."""
        return str((cles or self.cles()).ouvrir(bytes(self.scelle), self.place())["texte"])
