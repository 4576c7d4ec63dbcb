"""Records of the dashboard of a réseau: aggregates of schools with their headcount, and who may read them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from maillage.bilans.rules.indicateurs_rep import EFFECTIF_MINIMAL, PAR_CODE, Portee
from maillage.comptes.models import Poste, Programme, Utilisateur, codes, fin_apres_debut
from maillage.territoire.models import Etablissement


class MesureRep(models.Model):
    """A figure of a school, of a réseau or of reference at one rentrée. Correcting adds a row; nothing in it: taken back.

    `tete`: the collège whose réseau it is, whatever label it bears that year.
    """

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    tete = models.ForeignKey(Etablissement, on_delete=models.PROTECT, related_name="+")
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    portee = models.CharField(max_length=20)
    indicateur = models.CharField(max_length=40)
    rentree = models.PositiveSmallIntegerField()
    nombre = models.PositiveIntegerField(null=True)
    effectif = models.PositiveIntegerField(null=True)
    valeur = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    source = models.CharField(max_length=160)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    ecrite_le = models.DateTimeField()
    en_vigueur = models.BooleanField(default=True)

    class Meta:
        constraints = [
            codes(Portee, "portee", "mesure_rep_portee_connue"),
            codes(tuple(PAR_CODE), "indicateur", "mesure_rep_indicateur_connu"),
            models.CheckConstraint(
                condition=Q(portee=Portee.ETABLISSEMENT, etablissement__isnull=False)
                | (~Q(portee=Portee.ETABLISSEMENT) & Q(etablissement__isnull=True)),
                name="mesure_rep_dit_son_ecole",
                violation_error_message="Un chiffre d'école dit de quelle école il parle.",
            ),
            models.CheckConstraint(
                condition=Q(nombre__isnull=True)
                | Q(effectif__isnull=False, effectif__gte=F("nombre")),
                name="mesure_rep_nombre_sur_effectif",
                violation_error_message="Le nombre ne dépasse pas l'effectif.",
            ),
            models.CheckConstraint(
                condition=Q(effectif__isnull=True) | Q(effectif__gte=EFFECTIF_MINIMAL),
                name="mesure_rep_effectif_suffisant",
                violation_error_message="Sous cinq élèves, un nombre parle de quelqu'un.",
            ),
            models.UniqueConstraint(
                fields=["programme", "tete", "etablissement", "portee", "indicateur", "rentree"],
                condition=Q(en_vigueur=True, etablissement__isnull=False),
                name="une_mesure_d_ecole_en_vigueur",
                violation_error_message="Ce chiffre vient d'être écrit par quelqu'un d'autre.",
            ),
            models.UniqueConstraint(
                fields=["programme", "tete", "portee", "indicateur", "rentree"],
                condition=Q(en_vigueur=True, etablissement__isnull=True),
                name="une_mesure_de_reseau_en_vigueur",
                violation_error_message="Ce chiffre vient d'être écrit par quelqu'un d'autre.",
            ),
        ]
        indexes = [models.Index(fields=["programme", "tete"], name="mesures_d_un_reseau")]


class LectureDuTableau(models.Model):
    """A poste of a school, or of the réseau's coordinator, reads the dashboard of this réseau between two days."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    tete = models.ForeignKey(Etablissement, on_delete=models.PROTECT, related_name="+")
    poste = models.ForeignKey(Poste, on_delete=models.CASCADE, related_name="+")
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    ouverte_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            fin_apres_debut("lecture_du_tableau_finit_apres_son_debut"),
            models.UniqueConstraint(
                fields=["tete", "poste"],
                condition=Q(jusqu_au__isnull=True),
                name="une_lecture_du_tableau_par_poste",
                violation_error_message="Ce poste lit déjà le tableau de ce réseau.",
            ),
        ]
