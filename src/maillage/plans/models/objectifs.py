"""Needs, objectives with their wordings, steps, viewpoints."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.parcours.models import Parcours
from maillage.plans.rules.objectifs import EtatDObjectif


class DuPlan(EnregistrementScelle):
    """Base: a row of the plan of one parcours. RESTRICT: a parcours on which somebody has written is not taken back."""

    volet = Volet.PARCOURS
    parcours = models.ForeignKey(Parcours, on_delete=models.RESTRICT, related_name="+")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one row

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["parcours"], name="%(class)s_du_parcours")]


class Besoin(DuPlan):
    """What the child needs, in one domain (N14): `{domaine, constat, appui}`. `appui`: what already helps, said first."""

    clos_le = models.DateField(null=True, blank=True)


class Objectif(DuPlan):
    """One objective: `{ecritures: [{texte, domaine, mots_de, presents, auteur, le}], issue}`. The last writing is current.

    Every wording stays, with who wrote it: an objective that changes words is not another objective.
    """

    etat = models.CharField(max_length=12, default=EtatDObjectif.OUVERT)
    ouvert_le = models.DateField()
    clos_le = models.DateField(null=True, blank=True)

    class Meta(DuPlan.Meta):
        abstract = False
        constraints = [
            codes(EtatDObjectif, "etat", "etat_d_objectif_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatDObjectif.OUVERT, clos_le__isnull=True)
                | (~Q(etat=EtatDObjectif.OUVERT) & Q(clos_le__isnull=False)),
                name="un_objectif_clos_a_son_jour",
                violation_error_message="Un objectif qui n'est plus ouvert dit depuis quel jour.",
            ),
        ]


class EtapeDObjectif(EnregistrementScelle):
    """A step of an objective, with its day: `{libelle, qui}`."""

    volet = Volet.PARCOURS
    objectif = models.ForeignKey(Objectif, on_delete=models.CASCADE, related_name="+")
    echeance = models.DateField(null=True, blank=True)
    faite_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)


class RegardPorte(EnregistrementScelle):
    """What one viewpoint saw change, on a day: `{regard, evolution, mots}` (N36). Never rewritten: another is said."""

    volet = Volet.PARCOURS
    objectif = models.ForeignKey(Objectif, on_delete=models.CASCADE, related_name="+")
    le = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["objectif", "le"], name="regards_de_l_objectif")]
