"""Records of séances and of their members. They name no child."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillage.comptes.models import Institution, Poste, Programme, Utilisateur, codes
from maillage.eps.rules.seances import EtatDeSeance, Mode
from maillage.notions.nomenclatures import charger

QUALITES, PARTICIPATIONS, PRESENCES = (
    tuple(m.code for m in charger("n23").de_famille(famille))
    for famille in ("fonction", "participation", "presence")
)


class Seance(models.Model):
    """A meeting of the EPS: when, where, how long, in which mode. `lieu` is a place, never a child's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    le = models.DateField()
    debut = models.TimeField()
    duree = models.PositiveSmallIntegerField()  # minutes
    lieu = models.CharField(max_length=120)
    mode = models.CharField(max_length=30, default=Mode.NOMINATIVE)
    etat = models.CharField(max_length=12, default=EtatDeSeance.PREPAREE)
    acces_le = models.DateTimeField(null=True, blank=True)  # when members began to read
    ouverte_le = models.DateTimeField(null=True, blank=True)
    close_le = models.DateTimeField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    formulaire = models.UUIDField(unique=True)  # a double submit makes one séance
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(Mode, "mode", "seance_mode_connu"),
            codes(EtatDeSeance, "etat", "seance_etat_connu"),
            models.CheckConstraint(
                condition=Q(duree__gte=15, duree__lte=600),
                name="seance_duree_humaine",
                violation_error_message="Une séance dure entre un quart d'heure et dix heures.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDeSeance.CLOSE) | Q(close_le__isnull=False),
                name="une_seance_close_a_son_heure",
                violation_error_message="Une séance close dit quand elle l'a été.",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-le"], name="seances_du_programme")]

    @property
    def commence_a(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.le, self.debut))

    @property
    def finit_a(self) -> datetime:
        return self.commence_a + timedelta(minutes=self.duree)


class Participation(models.Model):
    """A person sits in a séance, under the function and for the institution that were hers that day (N23)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="participations")
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, null=True, related_name="+")
    institution = models.ForeignKey(
        Institution, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    qualite = models.CharField(max_length=40, blank=True, default="")
    participation = models.CharField(max_length=30, default="permanent")
    presence = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        constraints = [
            codes(("", *QUALITES), "qualite", "participation_qualite_connue"),
            codes(PARTICIPATIONS, "participation", "participation_connue"),
            codes(("", *PRESENCES), "presence", "participation_presence_connue"),
            models.UniqueConstraint(
                fields=["seance", "utilisateur"],
                name="une_place_par_personne",
                violation_error_message="Cette personne est déjà membre de la séance.",
            ),
        ]
