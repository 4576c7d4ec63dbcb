"""A campaign and its appointments name no child: dates, codes and numbers only, schools by UAI or keyed digest."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Poste, Programme, Utilisateur, codes, fin_apres_debut
from maillage.evaluations.rules.campagnes import CampagneConnue, RangDeCampagne
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous, LieuDeRencontre, RaisonDuReport
from maillage.notions.temps import AnneeScolaire, Periode


class CampagneDEvaluation(models.Model):
    """The first or the second point of a school year, in a programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    rentree = models.PositiveSmallIntegerField()
    rang = models.PositiveSmallIntegerField()
    depuis = models.DateField()
    jusqu_au = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)  # a double submit opens one campaign
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            fin_apres_debut("campagne_d_evaluation_finit_apres_son_debut"),
            models.CheckConstraint(
                condition=Q(rang__in=[r.value for r in RangDeCampagne]),
                name="deux_points_par_an",
                violation_error_message="Il y a deux points par an avec l'école.",
            ),
            models.UniqueConstraint(
                fields=["programme", "rentree", "rang"],
                name="un_point_de_ce_rang_par_an",
                violation_error_message="Ce point est déjà ouvert cette année.",
            ),
        ]

    @property
    def connue(self) -> CampagneConnue:
        return CampagneConnue(
            AnneeScolaire(self.rentree),
            RangDeCampagne(self.rang),
            Periode(self.depuis, self.jusqu_au),
        )


class RendezVous(models.Model):
    """A meeting with a school for a campaign. One that is put off stays, with its reason; the next is another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campagne = models.ForeignKey(
        CampagneDEvaluation, on_delete=models.CASCADE, related_name="rendez_vous"
    )
    ecole = models.CharField(max_length=24)
    le = models.DateField()
    heure = models.TimeField(null=True, blank=True)
    lieu = models.CharField(max_length=20)
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, null=True, related_name="+")
    etat = models.CharField(max_length=10, default=EtatDeRendezVous.PREVU)
    raison = models.CharField(max_length=30, blank=True, default="")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(EtatDeRendezVous, "etat", "rendez_vous_etat_connu"),
            codes(LieuDeRencontre, "lieu", "rendez_vous_lieu_connu"),
            codes(("", *RaisonDuReport), "raison", "rendez_vous_raison_connue"),
            models.CheckConstraint(
                condition=Q(etat=EtatDeRendezVous.REPORTE) ^ Q(raison=""),
                name="un_report_dit_sa_raison",
                violation_error_message="Un report dit sa raison, et lui seul.",
            ),
            models.UniqueConstraint(
                fields=["campagne", "ecole"],
                condition=Q(etat=EtatDeRendezVous.PREVU),
                name="un_rendez_vous_prevu_par_ecole",
                violation_error_message="Un rendez-vous est déjà prévu avec cette école.",
            ),
        ]
        indexes = [models.Index(fields=["campagne", "ecole"], name="rendez_vous_d_une_ecole")]
