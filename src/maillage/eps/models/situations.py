"""Records of the agenda: a situation of a séance, sealed, and who is invited on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle, OuvertureDeVolet
from maillage.dossiers.rules import Serrure, Volet
from maillage.eps.models.seances import Participation, Seance
from maillage.eps.rules.seances import EtatDeSituation, Portee
from maillage.partage.rules.actes import Acte


class SituationDeSeance(EnregistrementScelle):
    """A child's situation on the agenda of one séance.

    Sealed: `{appuis, difficultes, question, decisions, precision, a_tous, taches}`, in the volet parcours. Once the
    séance is closed it is the relevé: nothing writes it any more.
    """

    volet = Volet.PARCOURS
    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="situations")
    code = models.CharField(max_length=6)  # drawn at random: what an anonymised séance shows
    rang = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    reexamen = models.BooleanField(default=False)
    etat = models.CharField(max_length=12, default=EtatDeSituation.INSCRITE)
    famille_informee_le = models.DateField(null=True, blank=True)
    relue_le = models.DateTimeField(null=True, blank=True)
    relue_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    ecoule = models.PositiveIntegerField(default=0)  # seconds, without the turn under way
    reprise_le = models.DateTimeField(null=True, blank=True)  # the timer runs since then
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one line
    decide_par_envoi = models.UUIDField(null=True, blank=True)  # the form that was recorded last

    class Meta:
        constraints = [
            codes(EtatDeSituation, "etat", "situation_de_seance_etat_connu"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(etat=EtatDeSituation.INSCRITE),
                name="une_seance_a_la_fois",
                violation_error_message="Cette situation est déjà à l'ordre du jour d'une séance.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=120),
                name="situation_minutes_humaines",
                violation_error_message="Une situation prend entre une minute et deux heures.",
            ),
        ]
        indexes = [models.Index(fields=["seance", "rang"], name="ordre_du_jour")]


class Invitation(models.Model):
    """A member is invited on one situation, to read so much of it. What she reads is behind its ouvertures."""

    serrure = Serrure(
        (f"{Acte.LIRE}:{Volet.PARCOURS}",),
        (f"{Acte.ECRIRE}:{Volet.PARCOURS}",),
        aussi_pour="utilisateur_id",
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="invitations")
    situation = models.ForeignKey(
        SituationDeSeance, on_delete=models.CASCADE, related_name="invitations"
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="invitations"
    )
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    portee = models.CharField(max_length=12, default=Portee.EXTRAIT)
    ouverture = models.ForeignKey(
        OuvertureDeVolet, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    part = models.ForeignKey(
        OuvertureDeVolet, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            codes(Portee, "portee", "invitation_portee_connue"),
            models.UniqueConstraint(
                fields=["situation", "utilisateur"],
                name="une_invitation_par_situation",
                violation_error_message="Cette personne est déjà invitée sur la situation.",
            ),
        ]
