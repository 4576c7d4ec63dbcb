"""Records of the reprise: deposits, kept mappings, texts to sort, decisions on look-alikes, what an import wrote."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte


class EtatDeReprise(StrEnum):
    """Life of a deposit."""

    DEPOSEE = "deposee"
    EN_COURS = "en_cours"
    TERMINEE = "terminee"
    ANNULEE = "annulee"
    ABANDONNEE = "abandonnee"
    ECHOUEE = "echouee"


class Reprise(models.Model):
    """One file and what becomes of it. Names and values stay in `scelle`, closed with a key of its own.

    Sealed: `{fichier, modele, doublons, bilan}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    etat = models.CharField(max_length=20, default=EtatDeReprise.DEPOSEE)
    scelle = models.BinaryField()
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arret_demande = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    terminee_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [codes(EtatDeReprise, "etat", "etat_de_reprise_connu")]
        indexes = [models.Index(fields=["programme", "-created_at"], name="reprises_du_programme")]


class ModeleDeReprise(models.Model):
    """A mapping that a person has checked. Headers only, no value."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    nom = models.CharField(max_length=80)
    contenu = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "nom"],
                name="un_modele_par_nom",
                violation_error_message="Un modèle porte déjà ce nom.",
            )
        ]


class EtatDuTexte(StrEnum):
    """Life of a text taken over from a tracker."""

    A_TRIER = "a_trier"
    RANGE = "range"
    ECARTE = "ecarte"


class TexteRepris(EnregistrementScelle):
    """A free text of the file: `{texte, colonne, source, compartiment}`. `empreinte` recognises it in a later version."""

    volet = Volet.QUARANTAINE
    serrure = Serrure(lue_par=(Acte.TRIER,), ecrite_par=(Acte.TRIER,))
    etat = models.CharField(max_length=10, default=EtatDuTexte.A_TRIER)
    empreinte = models.CharField(max_length=64)
    range_dans = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            codes(EtatDuTexte, "etat", "etat_du_texte_connu"),
            models.UniqueConstraint(
                fields=["dossier", "empreinte"], name="un_texte_repris_une_fois"
            ),
        ]
        indexes = [models.Index(fields=["etat", "dossier"], name="textes_a_trier")]


class DecisionDeDoublon(models.Model):
    """A person said of two children whether they are the same. Digests only; never asked again."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    paire = models.CharField(max_length=64)
    meme = models.BooleanField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "paire"], name="une_decision_par_paire")
        ]


class TraceDeReprise(models.Model):
    """A row that an import made or changed, and what it was before: enough to undo the import."""

    serrure = Serrure((f"{Acte.IMPORTER}:",), ())
    reprise = models.ForeignKey(Reprise, on_delete=models.CASCADE, related_name="traces")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=60)
    ligne = models.CharField(max_length=36)
    avant = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reprise", "table"], name="traces_de_la_reprise")]
