"""A synthesis and what it is made of: its sections, one table for each volet, every version kept."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from maillage.accords.rules.natures import Finalite
from maillage.comptes.models import Institution, Poste, Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.relecture import AvisDeRelecture
from maillage.syntheses.rules.rubriques import Rubrique

# Whoever reads the parcours knows that a synthesis is being written; whoever writes extracts works on it.
AUTOUR = Serrure(
    (f"{Acte.LIRE}:{Volet.PARCOURS}", f"{Acte.OUVRIR_ARCHIVE}:{Volet.PARCOURS}!"),
    (f"{Acte.EXTRAIRE}:*",),
)


class Synthese(EnregistrementScelle):
    """`{objet}`. To whom: an institution, a poste, or an adult of the family; one of the three. `revision`: state of the text."""

    volet = Volet.PARCOURS
    serrure = AUTOUR
    gabarit = models.CharField(max_length=40)
    etat = models.CharField(max_length=20, default=EtatDeSynthese.ECRITURE)
    revision = models.PositiveIntegerField(default=1)
    institution = models.ForeignKey(
        Institution, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, null=True, related_name="+")
    adulte = models.UUIDField(null=True, blank=True)
    finalite = models.CharField(max_length=30, blank=True, default="")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            codes(EtatDeSynthese, "etat", "synthese_etat_connu"),
            codes(("", *Finalite), "finalite", "synthese_finalite_connue"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, poste__isnull=True, adulte__isnull=True)
                | Q(institution__isnull=True, poste__isnull=False, adulte__isnull=True)
                | Q(institution__isnull=True, poste__isnull=True, adulte__isnull=False),
                name="un_seul_destinataire",
                violation_error_message="Une synthèse a un destinataire, et un seul.",
            ),
            models.CheckConstraint(
                condition=Q(adulte__isnull=False) ^ ~Q(finalite=""),
                name="un_partage_dit_pourquoi",
                violation_error_message="Dites à quoi sert cet envoi.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-created_at"], name="syntheses_du_dossier")]


class CoauteurDeSynthese(models.Model):
    """A person who writes in a synthesis and must agree with it."""

    serrure = AUTOUR
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    synthese = models.ForeignKey(Synthese, on_delete=models.CASCADE, related_name="coauteurs")
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["synthese", "utilisateur"],
                name="un_coauteur_une_fois",
                violation_error_message="Cette personne écrit déjà dans la synthèse.",
            ),
        ]


class RelectureDeSynthese(models.Model):
    """What a co-author said of one state of the text, on the parts that she reads."""

    serrure = Serrure(AUTOUR.lue_par, AUTOUR.ecrite_par, ajoutee_par="personne_id")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    synthese = models.ForeignKey(Synthese, on_delete=models.CASCADE, related_name="relectures")
    personne = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    revision = models.PositiveIntegerField()
    avis = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(AvisDeRelecture, "avis", "relecture_avis_connu")]
        indexes = [
            models.Index(fields=["synthese", "created_at"], name="relectures_de_la_synthese")
        ]


class SectionDeSynthese(EnregistrementScelle):
    """Base: one version of a section, `{texte}`. `cle` is the section; versions are added, never changed."""

    synthese = models.ForeignKey(Synthese, on_delete=models.CASCADE, related_name="+")
    cle = models.UUIDField(default=uuid.uuid4)
    numero = models.PositiveIntegerField(default=1)
    rubrique = models.CharField(max_length=20)
    redacteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            codes(Rubrique, "rubrique", "%(class)s_rubrique_connue"),
            models.UniqueConstraint(
                fields=["cle", "numero"],
                name="%(class)s_une_version",
                violation_error_message="Quelqu'un a écrit cette partie entre-temps.",
            ),
        ]
        indexes = [models.Index(fields=["synthese"], name="%(class)s_de_synthese")]


class SectionFamille(SectionDeSynthese):
    """Section of the volet famille."""

    volet = Volet.FAMILLE


class SectionScolarite(SectionDeSynthese):
    """Section of the volet scolarité."""

    volet = Volet.SCOLARITE


class SectionSocial(SectionDeSynthese):
    """Section of the volet social."""

    volet = Volet.SOCIAL


class SectionSante(SectionDeSynthese):
    """Section of the volet santé."""

    volet = Volet.SANTE


class SectionProtection(SectionDeSynthese):
    """Section of the volet protection."""

    volet = Volet.PROTECTION


class SectionParcours(SectionDeSynthese):
    """Section of the volet parcours."""

    volet = Volet.PARCOURS


class SectionMediation(SectionDeSynthese):
    """Section of the volet médiation."""

    volet = Volet.MEDIATION


SECTIONS: dict[Volet, type[SectionDeSynthese]] = {
    t.volet: t
    for t in (
        SectionFamille,
        SectionScolarite,
        SectionSocial,
        SectionSante,
        SectionProtection,
        SectionParcours,
        SectionMediation,
    )
}
