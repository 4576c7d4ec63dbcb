"""Records of parental authority, agreements and protected addresses.

Clear columns hold numbers, codes and days, which the policy needs. What was said, by which document, why, is sealed in the
volet famille. An adult is the number of her sealed row in the room above: no name is here.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from maillage.accords.rules.examen import Sens
from maillage.accords.rules.fichiers import TypeDeFichier
from maillage.accords.rules.natures import Finalite, Nature
from maillage.comptes.models import Institution, Poste, Utilisateur, codes, fin_apres_debut
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Volet

VIDE = ""


def personne_qui(sens: str = "+") -> models.ForeignKey:
    """Who did it: an account."""
    return models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name=sens)


def deux_personnes(un: str, autre: str, nom: str) -> models.CheckConstraint:
    """Constraint: whoever proposed is not whoever decided."""
    return models.CheckConstraint(
        condition=Q(**{f"{autre}__isnull": True}) | ~Q(**{un: F(autre)}),
        name=nom,
        violation_error_message="Ce changement se décide à deux personnes.",
    )


class EnFamille(EnregistrementScelle):
    """Base of the records of this room: all are sealed in the volet famille."""

    volet = Volet.FAMILLE
    auteur = personne_qui()
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one row

    class Meta:
        abstract = True


class AdulteDeLaFamille(models.Model):
    """The number of an adult of the family, so that an adult of whom nothing is known still counts.

    Written by the base itself with the sealed row of the same number (migration 0002 of `enfants`), and gone with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")


class SituationDUnAdulte(EnFamille):
    """How an adult stands towards the parental authority, from a day: `{exercice, reference, decision_le, precision}`.

    In effect at once, or once a second person has confirmed. `echeance` is the end of the decision: it warns, nothing more.
    """

    adulte = models.UUIDField()
    depuis = models.DateField()
    echeance = models.DateField(null=True, blank=True)
    a_deux = models.BooleanField()
    decide_par = personne_qui()
    decide_le = models.DateField(null=True, blank=True)
    retenu = models.BooleanField(null=True)
    effet = models.DateTimeField(null=True, blank=True)  # the latest one holds

    class Meta:
        constraints = [
            deux_personnes("auteur", "decide_par", "situation_decidee_a_deux"),
            models.CheckConstraint(
                condition=Q(a_deux=False)
                | Q(effet__isnull=True)
                | Q(retenu=True, decide_par__isnull=False, decide_le__isnull=False),
                name="situation_confirmee_par_quelqu_un",
                violation_error_message="Ce changement attend une seconde personne.",
            ),
            models.UniqueConstraint(
                fields=["dossier", "adulte"],
                condition=Q(a_deux=True, retenu__isnull=True),
                name="une_situation_en_attente_par_adulte",
                violation_error_message="Un changement attend déjà pour cet adulte.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "adulte"], name="situations_du_dossier")]


class DemandeDAccord(EnFamille):
    """What the family is asked: `{libelle, langue}`. A share also says which volet, to whom, what for."""

    nature = models.CharField(max_length=30)
    cible = models.CharField(max_length=20, blank=True, default=VIDE)  # the volet shared
    institution = models.ForeignKey(
        Institution, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    poste = models.ForeignKey(
        Poste, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    finalite = models.CharField(max_length=30, blank=True, default=VIDE)
    depuis = models.DateField()
    jusqu_au = models.DateField()
    numero = models.CharField(max_length=11, unique=True)

    class Meta:
        constraints = [
            codes(Nature, "nature", "nature_d_accord_connue"),
            codes([VIDE, *Finalite], "finalite", "finalite_connue"),
            codes([VIDE, *Volet], "cible", "volet_partage_connu"),
            fin_apres_debut("demande_finit_apres_son_debut"),
            models.CheckConstraint(
                condition=Q(
                    ~Q(cible=VIDE), ~Q(finalite=VIDE), nature=Nature.PARTAGE,
                    institution__isnull=False, poste__isnull=True,
                )
                | Q(
                    ~Q(cible=VIDE), ~Q(finalite=VIDE), nature=Nature.PARTAGE,
                    institution__isnull=True, poste__isnull=False,
                )
                | Q(
                    ~Q(nature=Nature.PARTAGE), cible=VIDE, finalite=VIDE,
                    institution__isnull=True, poste__isnull=True,
                ),
                name="un_partage_dit_quoi_a_qui_et_pourquoi",
                violation_error_message="Un partage dit quel volet, à qui et pourquoi.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["dossier", "nature"], name="demandes_du_dossier")]


class ReponseDUnAdulte(EnFamille):
    """What one adult said of a request: `{support, langue, interprete, paroles}`. Never changed: a new word is a new row."""

    demande = models.ForeignKey(DemandeDAccord, on_delete=models.CASCADE, related_name="reponses")
    adulte = models.UUIDField()
    sens = models.CharField(max_length=12)
    le = models.DateField()
    rang = models.PositiveIntegerField()

    class Meta:
        constraints = [
            codes(Sens, "sens", "sens_de_la_reponse_connu"),
            models.UniqueConstraint(fields=["demande", "rang"], name="une_reponse_par_rang"),
        ]


class InformationDonnee(EnFamille):
    """An adult was told beforehand (CASF, art. L226-2-2), or the written reason why not: `{precision}`.

    No adult: the other parent, whom nobody could name.
    """

    demande = models.ForeignKey(
        DemandeDAccord, on_delete=models.CASCADE, related_name="informations"
    )
    adulte = models.UUIDField(null=True)
    donnee = models.BooleanField()
    le = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adulte__isnull=False) | Q(donnee=False),
                name="on_n_informe_pas_un_inconnu",
                violation_error_message="Dites qui a été informé.",
            ),
        ]


class AvisDeLEnfant(EnFamille):
    """What the child thinks, or why it was not asked: `{paroles}`."""

    demande = models.ForeignKey(DemandeDAccord, on_delete=models.CASCADE, related_name="avis")
    recueilli = models.BooleanField()
    le = models.DateField()


class FormulaireSigne(EnFamille):
    """The scan of a signed form, whole and sealed: `{octets}` in base 64."""

    demande = models.ForeignKey(
        DemandeDAccord, on_delete=models.CASCADE, related_name="formulaires"
    )
    type = models.CharField(max_length=20)
    taille = models.PositiveIntegerField()  # bytes

    class Meta:
        constraints = [codes(TypeDeFichier, "type", "type_de_formulaire_connu")]


class PartageConsenti(models.Model):
    """A share: a volet, to an institution or a poste, for a purpose, resting on a request. Numbers, codes and days only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    auteur = personne_qui()
    created_at = models.DateTimeField(auto_now_add=True)
    demande = models.ForeignKey(DemandeDAccord, on_delete=models.CASCADE, related_name="partages")
    cible = models.CharField(max_length=20)
    institution = models.ForeignKey(
        Institution, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, null=True, related_name="+")
    finalite = models.CharField(max_length=30)
    depuis = models.DateField()
    jusqu_au = models.DateField()
    clos_le = models.DateField(null=True, blank=True)
    raison = models.CharField(max_length=40, blank=True, default=VIDE)  # code of the examination

    class Meta:
        constraints = [
            fin_apres_debut("partage_finit_apres_son_debut"),
            codes(Finalite, "finalite", "finalite_du_partage_connue"),
            codes(Volet, "cible", "volet_du_partage_connu"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, poste__isnull=True)
                | Q(institution__isnull=True, poste__isnull=False),
                name="un_partage_a_un_destinataire",
                violation_error_message="Un partage va à une institution ou à un poste.",
            ),
            models.UniqueConstraint(
                fields=["demande"],
                condition=Q(clos_le__isnull=True),
                name="un_partage_ouvert_par_accord",
                violation_error_message="Ce partage est déjà ouvert.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "clos_le"], name="partages_du_dossier")]


class VoilePose(EnFamille):
    """A cloak on a child towards one adult: `{reference, decision_le, motif, levee}`.

    Closed from its proposal; confirmed by a second person; lifted by two persons, never by a date.
    """

    adulte = models.UUIDField()
    depuis = models.DateField()
    echeance = models.DateField(null=True, blank=True)
    decide_par = personne_qui()
    decide_le = models.DateField(null=True, blank=True)
    levee_par = personne_qui()
    levee_proposee_le = models.DateField(null=True, blank=True)
    leve_par = personne_qui()
    leve_le = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            deux_personnes("auteur", "decide_par", "voile_confirme_a_deux"),
            deux_personnes("levee_par", "leve_par", "voile_leve_a_deux"),
            models.CheckConstraint(
                condition=Q(leve_le__isnull=True)
                | Q(levee_par__isnull=False, leve_par__isnull=False),
                name="un_voile_ne_se_leve_pas_seul",
                violation_error_message="Une protection se lève à deux personnes.",
            ),
            models.UniqueConstraint(
                fields=["dossier", "adulte"],
                condition=Q(leve_le__isnull=True),
                name="un_voile_par_adulte",
                violation_error_message="Une protection existe déjà envers cette personne.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "adulte"], name="voiles_du_dossier")]
