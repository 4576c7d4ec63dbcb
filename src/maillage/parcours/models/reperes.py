"""What helps to read and to write the journal: the pinned synthesis of a child, templates of notes, usual loads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Poste, Programme, Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.parcours.rules.notes import Moyen


class SyntheseEpinglee(EnregistrementScelle):
    """Where a child stands, in a few lines, on top of the timeline: `{texte}`.

    A new version is a new row; the greatest `rang` is the one shown. An empty text unpins it.
    """

    volet = Volet.PARCOURS
    rang = models.PositiveIntegerField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "rang"], name="une_synthese_par_rang"),
        ]


class ModeleDeNote(models.Model):
    """The beginning of a note, written by a programme for its team. Never about a child: it is read by all of them."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    libelle = models.CharField(max_length=60)
    nature = models.CharField(max_length=60, blank=True, default="")  # code of nomenclature N30
    moyen = models.CharField(max_length=20, blank=True, default="")
    texte = models.TextField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    retire_le = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(["", *Moyen], "moyen", "modele_moyen_connu"),
            models.UniqueConstraint(
                fields=["programme", "libelle"],
                condition=Q(retire_le__isnull=True),
                name="un_modele_de_note_par_nom",
                violation_error_message="Un modèle porte déjà ce nom.",
            ),
        ]


class ChargeHabituelle(models.Model):
    """How many children a poste usually follows: what its coordination says, for balancing."""

    poste = models.OneToOneField(Poste, on_delete=models.CASCADE, related_name="+")
    enfants = models.PositiveSmallIntegerField()
