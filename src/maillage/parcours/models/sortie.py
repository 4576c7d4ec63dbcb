"""Records of an exit that is prepared. Words of the family, of the child and of whoever takes over are sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.notions.nomenclatures import charger
from maillage.parcours.models.suivi import Parcours
from maillage.parcours.rules.sortie import ReponseDuRelais


class FinDeParcours(EnregistrementScelle):
    """How a parcours ends, with the family: `{avec, bilan, parole_famille, parole_enfant}`."""

    volet = Volet.PARCOURS
    parcours = models.OneToOneField(Parcours, on_delete=models.CASCADE, related_name="+")
    prevue_le = models.DateField(null=True, blank=True)
    entretien_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")


class RelaisDeSortie(EnregistrementScelle):
    """Somebody of the ordinary services is asked to go on after the exit: `{qui, precision}`."""

    volet = Volet.PARCOURS
    parcours = models.ForeignKey(Parcours, on_delete=models.CASCADE, related_name="+")
    structure = models.CharField(max_length=40)  # nomenclature N32
    contact_le = models.DateField(null=True, blank=True)
    reponse = models.CharField(max_length=30, default=ReponseDuRelais.ATTENDUE)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)  # a double submit makes one relay

    class Meta:
        constraints = [
            codes(charger("n32").codes, "structure", "relais_de_sortie_structure_connue"),
            codes(ReponseDuRelais, "reponse", "relais_de_sortie_reponse_connue"),
            models.CheckConstraint(
                condition=Q(contact_le__isnull=False)
                | Q(reponse__in=[r.value for r in ReponseDuRelais if not r.suppose_un_contact]),
                name="une_reponse_suppose_un_contact",
                violation_error_message="Une réponse suppose qu'un contact a été pris.",
            ),
        ]
        indexes = [models.Index(fields=["parcours", "created_at"], name="relais_d_une_sortie")]
