"""Verdicts and derogations: both name a child's rights and almost an address. Sealed in the volet identité, history kept."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import Utilisateur, fin_apres_debut
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models.jeux import ReglesDuProgramme


class VerdictRendu(EnregistrementScelle):
    """What the rules said of a child on a day: `{verdict, regle, texte, satisfaites, inconnues, zone, generation, distance_m, faits}`.

    A new row each time it changes; the latest holds. `carte` names the version of the map, never a zone. The verdict
    itself is sealed: «eligible» of a programme of one neighbourhood says where the child lives.
    """

    volet = Volet.IDENTITE
    regles = models.ForeignKey(ReglesDuProgramme, on_delete=models.RESTRICT, related_name="+")
    carte = models.CharField(max_length=200, blank=True, default="")
    rendu_le = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["dossier", "-created_at"], name="verdicts_du_dossier")]


class Derogation(EnregistrementScelle):
    """A child is welcomed against the rules, for a written reason: `{motif}`; ended by a day or taken back, never erased."""

    volet = Volet.IDENTITE
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)  # a double submit makes one derogation

    class Meta:
        constraints = [fin_apres_debut("derogation_finit_apres_son_debut")]
        indexes = [models.Index(fields=["dossier", "depuis"], name="derogations_du_dossier")]
