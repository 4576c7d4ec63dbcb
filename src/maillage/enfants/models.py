"""Records of identity, home, family and schooling. Names, dates and addresses exist only sealed."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from maillage.comptes.models import Programme, codes, fin_apres_debut
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte

# Names make the list of children; ages and sexes make the figures; an import looks for children already known.
CHIFFRES = (f"{Acte.VOIR_LES_CHIFFRES}:", f"{Acte.EXPORTER_LES_CHIFFRES}:")
LISTE = (
    Acte.LIRE,
    Acte.LISTER,
    f"{Acte.CONSERVER}!",
    f"{Acte.OUVRIR_ARCHIVE}!",
    f"{Acte.IMPORTER}:",
    *CHIFFRES,
)


class Identite(EnregistrementScelle):
    """Names, birth date, sex: `{nom, prenom, naissance, sexe}`, one per dossier."""

    volet = Volet.IDENTITE
    serrure = Serrure(lue_par=LISTE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], name="une_identite_par_dossier"),
        ]


class Domicile(EnregistrementScelle):
    """A home between two days: `{adresse, ville, quartier, position}`.

    `position` is where it was found, with the text it was found for: `{pour, trouve, lon, lat, incertitude_m, score,
    type_position, methode, source_date, a_verifier}`. Sealed like the rest, and worth nothing for another text.
    """

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


class EtatDuReperage(StrEnum):
    """Life of a job that looks for the homes of a programme again."""

    EN_COURS = "en_cours"
    TERMINE = "termine"
    ARRETE = "arrete"
    ECHOUE = "echoue"


class ReperageDesDomiciles(models.Model):
    """The homes of a programme looked for again in the files of addresses: counts only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    etat = models.CharField(max_length=10, default=EtatDuReperage.EN_COURS)
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arret_demande = models.BooleanField(default=False)
    surs = models.PositiveIntegerField(default=0)
    a_verifier = models.PositiveIntegerField(default=0)
    sans_position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDuReperage, "etat", "etat_du_reperage_connu")]
        indexes = [models.Index(fields=["programme", "-created_at"], name="reperages_du_programme")]
