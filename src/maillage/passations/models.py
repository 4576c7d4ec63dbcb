"""Records of hand-overs. A hand-over names nobody; what is said of a child is sealed with the volet parcours of its dossier."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Poste, Programme, Utilisateur, codes, fin_apres_debut
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.parcours.models import Tache
from maillage.passations.rules.passations import EtatDePassation, Issue, MotifDePassation

MOYENS = {
    "": "",
    "rendez_vous": "Rendez-vous",
    "visite": "Visite à domicile",
    "telephone": "Téléphone",
    "courrier": "Courrier",
}


class Passation(models.Model):
    """The children of a poste pass to others, from a civil day on; until another day for an absence.

    `parts`: for each recipient, how many children it receives, once decided: a number, no name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, related_name="+")
    motif = models.CharField(max_length=20)
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    etat = models.CharField(max_length=20, default=EtatDePassation.EN_PREPARATION)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    parts = models.JSONField(default=dict)
    decidee_le = models.DateField(null=True, blank=True)
    decidee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    abandonnee_le = models.DateField(null=True, blank=True)
    formulaire = models.UUIDField(unique=True)  # a double submit opens one hand-over
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(MotifDePassation, "motif", "passation_motif_connu"),
            codes(EtatDePassation, "etat", "passation_etat_connu"),
            fin_apres_debut("passation_finit_apres_son_debut"),
            models.CheckConstraint(
                condition=Q(motif=MotifDePassation.ABSENCE, jusqu_au__isnull=False)
                | (~Q(motif=MotifDePassation.ABSENCE) & Q(jusqu_au__isnull=True)),
                name="une_absence_a_sa_fin",
                violation_error_message="Une absence a un dernier jour, et elle seule.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDePassation.FAITE)
                | Q(decidee_le__isnull=False, decidee_par__isnull=False),
                name="une_passation_decidee_a_son_auteur",
                violation_error_message="Une passation décidée dit qui l'a décidée, et quand.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDePassation.ABANDONNEE) | Q(abandonnee_le__isnull=False),
                name="un_abandon_a_sa_date",
                violation_error_message="Une passation abandonnée dit quel jour.",
            ),
            models.UniqueConstraint(
                fields=["poste"],
                condition=Q(etat=EtatDePassation.EN_PREPARATION),
                name="une_passation_en_preparation_par_poste",
                violation_error_message="Une passation de ce poste est déjà en préparation.",
            ),
        ]
        indexes = [models.Index(fields=["programme", "etat"], name="passations_du_programme")]


class EnfantConfie(EnregistrementScelle):
    """One child of a hand-over: `{note, parole, etapes}`.

    `note`: from the outgoing référent to the next; `parole`: what the family said; `etapes`: next steps that the
    decision moved, to undo it before its first day. `premiere`: the first meeting that it planned.
    """

    volet = Volet.PARCOURS
    passation = models.ForeignKey(Passation, on_delete=models.CASCADE, related_name="enfants")
    receveur = models.ForeignKey(Poste, on_delete=models.RESTRICT, null=True, related_name="+")
    raisons = models.CharField(max_length=60, blank=True, default="")  # of a proposal: codes
    issue = models.CharField(max_length=12, default=Issue.ATTEND)
    famille_informee_le = models.DateField(null=True, blank=True)
    moyen = models.CharField(max_length=20, blank=True, default="")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    premiere = models.ForeignKey(Tache, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            codes(Issue, "issue", "enfant_confie_issue_connue"),
            codes(MOYENS, "moyen", "enfant_confie_moyen_connu"),
            models.CheckConstraint(
                condition=~Q(issue=Issue.CONFIE) | Q(receveur__isnull=False),
                name="un_enfant_confie_a_un_receveur",
                violation_error_message="Un enfant confié l'est à quelqu'un.",
            ),
            models.UniqueConstraint(
                fields=["passation", "dossier"],
                name="un_enfant_une_fois_par_passation",
                violation_error_message="Cet enfant est déjà dans cette passation.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-created_at"], name="passations_du_dossier")]
