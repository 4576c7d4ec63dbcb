"""Records of the charte, of its signatures, of extracts written to be shared, and of emergencies."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import Institution, Programme, Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle, OuvertureDeVolet
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.urgence import AVIS, CATEGORIES


class Charte(models.Model):
    """A version of the charte of a programme: its text, its clauses, its bounds. Never changed once published."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="chartes")
    version = models.PositiveIntegerField()
    texte = models.TextField()
    clauses = models.JSONField(default=list)
    apres_seance = models.PositiveSmallIntegerField()  # hours
    extrait = models.PositiveSmallIntegerField()  # days
    urgence = models.PositiveSmallIntegerField()  # hours
    empreinte = models.CharField(max_length=64)
    publiee_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    publiee_le = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"],
                name="une_charte_par_version",
                violation_error_message="Cette version de la charte existe déjà.",
            ),
        ]


class Signature(models.Model):
    """A member signed this version: what she signed is told by its digest."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    version = models.PositiveIntegerField()
    empreinte = models.CharField(max_length=64)
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    fonction = models.CharField(max_length=120, blank=True)
    le = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version", "utilisateur"],
                name="une_signature_par_version",
                violation_error_message="Cette version est déjà signée.",
            ),
        ]


class Cosignature(models.Model):
    """An institution signed this version, on paper: who signed for it, when, and who noted it."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    version = models.PositiveIntegerField()
    institution = models.ForeignKey(Institution, on_delete=models.RESTRICT, related_name="+")
    signataire = models.CharField(max_length=160)
    le = models.DateField()
    notee_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version", "institution"],
                name="une_cosignature_par_version",
                violation_error_message="Cette institution a déjà signé cette version.",
            ),
        ]


class Extrait(EnregistrementScelle):
    """Base of a text written to be shared: `{texte, finalite}`. Who reads it and until when is its ouverture."""

    serrure = Serrure((Acte.LIRE_EXTRAIT,), (Acte.EXTRAIRE,), seule_pour="ouverture_id")
    ouverture = models.OneToOneField(
        OuvertureDeVolet, on_delete=models.CASCADE, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class ExtraitIdentite(Extrait):
    """Extract of the volet identité."""

    volet = Volet.IDENTITE


class ExtraitFamille(Extrait):
    """Extract of the volet famille."""

    volet = Volet.FAMILLE


class ExtraitScolarite(Extrait):
    """Extract of the volet scolarité."""

    volet = Volet.SCOLARITE


class ExtraitSocial(Extrait):
    """Extract of the volet social."""

    volet = Volet.SOCIAL


class ExtraitSante(Extrait):
    """Extract of the volet santé."""

    volet = Volet.SANTE


class ExtraitProtection(Extrait):
    """Extract of the volet protection."""

    volet = Volet.PROTECTION


class ExtraitParcours(Extrait):
    """Extract of the volet parcours."""

    volet = Volet.PARCOURS


class ExtraitMediation(Extrait):
    """Extract of the volet médiation."""

    volet = Volet.MEDIATION


EXTRAITS: dict[Volet, type[Extrait]] = {
    t.volet: t
    for t in (
        ExtraitIdentite,
        ExtraitFamille,
        ExtraitScolarite,
        ExtraitSocial,
        ExtraitSante,
        ExtraitProtection,
        ExtraitParcours,
        ExtraitMediation,
    )
}


class Urgence(EnregistrementScelle):
    """A volet opened in an emergency: `{raison}`, in the volet parcours, which the examiner reads."""

    volet = Volet.PARCOURS
    serrure = Serrure(
        ecrite_par=(Acte.ECRIRE, f"{Acte.OUVRIR_EN_URGENCE}:*"), aussi_pour="ouverture_id"
    )
    ouverture = models.OneToOneField(OuvertureDeVolet, on_delete=models.CASCADE)
    categorie = models.CharField(max_length=40)
    examinee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    examinee_le = models.DateTimeField(null=True, blank=True)
    avis = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            codes(CATEGORIES, "categorie", "urgence_categorie_connue"),
            codes(("", *AVIS), "avis", "urgence_avis_connu"),
            models.CheckConstraint(
                condition=models.Q(avis="", examinee_le=None, examinee_par=None)
                | (
                    ~models.Q(avis="")
                    & models.Q(examinee_le__isnull=False, examinee_par__isnull=False)
                ),
                name="urgence_examinee_en_entier",
                violation_error_message="Un avis dit qui l'a donné, et quand.",
            ),
        ]
