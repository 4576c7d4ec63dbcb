"""Records of exit campaigns. A campaign names nobody; each exit is sealed with the volet parcours of its dossier."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models.scenarios import Scenario
from maillage.eligibilite.rules.campagne import EtatDeCampagne, SuiteDecidee
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.notions.nomenclatures import charger

STRUCTURES = ("", *charger("n32").codes)
PAROLES = ("", "d_accord", "en_desaccord", "sans_reponse")
VIVANTES = (EtatDeCampagne.PREPAREE, EtatDeCampagne.LANCEE)


class Campagne(models.Model):
    """Children whom a decided scenario leaves out, brought each to an accompanied exit before a legal date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.RESTRICT, related_name="+")
    debut = models.DateField()
    date_legale = models.DateField()
    attend_l_action = models.BooleanField(default=True)
    attend_l_annee = models.BooleanField(default=False)
    fratries_ensemble = models.BooleanField(default=True)
    telephone = models.CharField(max_length=20, blank=True, default="")  # told in the letters
    etat = models.CharField(max_length=20, default=EtatDeCampagne.PREPAREE)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    lancee_le = models.DateField(null=True, blank=True)
    finie_le = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    formulaire = models.UUIDField(unique=True)  # a double submit makes one campaign
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(EtatDeCampagne, "etat", "campagne_etat_connu"),
            models.CheckConstraint(
                condition=Q(date_legale__gte=F("debut")),
                name="campagne_finit_apres_son_debut",
                violation_error_message="La date légale précède le début de la campagne.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDeCampagne.PREPAREE)
                | Q(etat=EtatDeCampagne.ABANDONNEE)
                | Q(lancee_le__isnull=False),
                name="une_campagne_lancee_a_sa_date",
                violation_error_message="Une campagne lancée dit quel jour elle l'a été.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=VIVANTES) | Q(finie_le__isnull=False),
                name="une_campagne_finie_a_sa_date",
                violation_error_message="Une campagne finie dit quel jour elle l'a été.",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(etat__in=VIVANTES),
                name="une_campagne_a_la_fois",
                violation_error_message="Une campagne de sorties est déjà en cours dans ce programme.",
            ),
        ]


class SortieAccompagnee(EnregistrementScelle):
    """The exit of one child: `{raison, relais, parole}`. What a count or a calendar needs stays in clear codes."""

    volet = Volet.PARCOURS
    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="sorties")
    fratrie = models.UUIDField(null=True, blank=True)  # the first dossier of the fratrie
    suite = models.CharField(max_length=20, default=SuiteDecidee.SELON_LES_REGLES)
    pas_avant = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    fin_d_action = models.DateField(null=True, blank=True)
    au_plus_tot = models.DateField(null=True, blank=True)
    semaine = models.DateField(null=True, blank=True)  # its Monday
    a_la_main = models.BooleanField(default=False)
    empechement = models.CharField(max_length=20, blank=True, default="")  # why there is no week
    relais = models.CharField(max_length=30, default=EtatDuRelais.A_CHERCHER)
    structure = models.CharField(max_length=40, blank=True, default="")
    informee_le = models.DateField(null=True, blank=True)
    parole = models.CharField(max_length=20, blank=True, default="")
    faite_le = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            codes(SuiteDecidee, "suite", "sortie_suite_connue"),
            codes(EtatDuRelais, "relais", "sortie_relais_connu"),
            codes(STRUCTURES, "structure", "sortie_structure_connue"),
            codes(PAROLES, "parole", "sortie_parole_connue"),
            models.UniqueConstraint(
                fields=["campagne", "dossier"],
                name="une_sortie_par_dossier",
                violation_error_message="Cet enfant est déjà dans la campagne.",
            ),
            models.CheckConstraint(
                condition=Q(suite=SuiteDecidee.ATTEND, pas_avant__isnull=False)
                | (~Q(suite=SuiteDecidee.ATTEND) & Q(pas_avant__isnull=True)),
                name="une_attente_a_sa_date",
                violation_error_message="« Pas avant une date » demande cette date, et elle seule.",
            ),
            models.CheckConstraint(
                condition=~Q(suite=SuiteDecidee.RESTE) | Q(semaine__isnull=True),
                name="qui_reste_n_a_pas_de_semaine",
                violation_error_message="Un enfant qui reste accompagné n'a pas de semaine de sortie.",
            ),
            models.CheckConstraint(
                condition=Q(relais__in=[EtatDuRelais.A_CHERCHER, EtatDuRelais.SANS_RELAIS])
                | ~Q(structure=""),
                name="un_relais_propose_dit_sa_structure",
                violation_error_message="Dites vers quelle sorte de structure.",
            ),
            models.CheckConstraint(
                condition=Q(suite=SuiteDecidee.SELON_LES_REGLES) | Q(auteur__isnull=False),
                name="une_decision_a_son_auteur",
                violation_error_message="Une décision pour un enfant dit qui l'a prise.",
            ),
        ]
        indexes = [models.Index(fields=["campagne", "semaine"], name="sorties_par_semaine")]


class PassageDeRelais(EnregistrementScelle):
    """One step of a relay, dated and signed: `{texte}`. Steps are added, never changed."""

    volet = Volet.PARCOURS
    sortie = models.ForeignKey(SortieAccompagnee, on_delete=models.CASCADE, related_name="passages")
    de = models.CharField(max_length=30)
    vers = models.CharField(max_length=30)
    structure = models.CharField(max_length=40, blank=True, default="")
    le = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            codes(EtatDuRelais, "de", "passage_de_relais_de_connu"),
            codes(EtatDuRelais, "vers", "passage_de_relais_vers_connu"),
            codes(STRUCTURES, "structure", "passage_de_relais_structure_connue"),
        ]
        indexes = [models.Index(fields=["sortie", "created_at"], name="passages_d_un_relais")]
