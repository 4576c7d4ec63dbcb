"""Records of identity, home, family and schooling. Names, dates and addresses exist only sealed."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import fin_apres_debut
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Volet


class Identite(EnregistrementScelle):
    """Names, birth date, sex: `{nom, prenom, naissance, sexe}`, one per dossier."""

    volet = Volet.IDENTITE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], name="une_identite_par_dossier"),
        ]


class Domicile(EnregistrementScelle):
    """A home between two days: `{adresse, ville, quartier}`."""

    volet = Volet.IDENTITE
    depuis = models.DateField(null=True, blank=True)
    jusqu_au = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [fin_apres_debut("domicile_finit_apres_son_debut")]


class Responsable(EnregistrementScelle):
    """An adult of the family: `{nom, lien, telephones, adresse, courriel, travail, exercice}`.

    `exercice` is the code of nomenclature N29 first written; what holds, dated, is in `accords`, where the base itself counts
    each adult by her number (triggers of migration 0002).
    """

    volet = Volet.FAMILLE


class LienFamilial(EnregistrementScelle):
    """Two dossiers of one family: `{lien}`."""

    volet = Volet.FAMILLE
    autre = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(dossier=models.F("autre")),
                name="lien_familial_entre_deux_enfants",
                violation_error_message="Un enfant n'est pas de sa propre fratrie.",
            ),
        ]


class Scolarite(EnregistrementScelle):
    """A school year in a class: `{etablissement, uai, classe, niveau}`. `uai` is None until it is certain."""

    volet = Volet.SCOLARITE
    rentree = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dossier", "rentree"], name="scolarites_du_dossier")]
