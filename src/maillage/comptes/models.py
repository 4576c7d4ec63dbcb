"""Records of programmes, institutions, postes, occupations, missions and accounts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.habilitations import NatureDeDemande


def codes(valeurs: Iterable[str], champ: str, nom: str) -> models.CheckConstraint:
    """Constraint: the column holds one of these codes (an enumeration of texts, or a list)."""
    return models.CheckConstraint(
        condition=Q(**{f"{champ}__in": [str(v) for v in valeurs]}),
        name=nom,
        violation_error_message="Ce code n'existe pas dans la liste.",
    )


def fin_apres_debut(nom: str) -> models.CheckConstraint:
    """Constraint: a period never ends before it starts."""
    return models.CheckConstraint(
        condition=Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=F("depuis")),
        name=nom,
        violation_error_message="La date de fin précède la date de début.",
    )


class Comptes(BaseUserManager["Utilisateur"]):
    """Creation of accounts. There is no super-user: rights come from missions."""

    def create_user(self, *, email: str, nom: str, password: str | None = None, **champs: object):
        compte = self.model(email=self.normalize_email(email), nom=nom, **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte


class Utilisateur(AbstractBaseUser):
    """An account: a person who signs in. Rights are held by missions, not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    nom = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    est_demo = models.BooleanField(default=False)
    jusqu_au = models.DateField(null=True, blank=True)
    repris_le = models.DateField(null=True, blank=True)  # a suspension was lifted that day
    institution = models.ForeignKey(
        "Institution", on_delete=models.RESTRICT, null=True, blank=True, related_name="personnes"
    )
    ouvert_par = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    ouvert_le = models.DateField(null=True, blank=True)  # the last opening: an account may reopen
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Comptes()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nom"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(est_demo=True) | Q(jusqu_au__isnull=False),
                name="un_compte_a_une_fin",
                violation_error_message="Un compte a toujours une date de fin.",
            ),
            models.CheckConstraint(
                condition=Q(ouvert_par__isnull=True) | ~Q(ouvert_par=F("id")),
                name="nul_n_ouvre_son_compte",
                violation_error_message="Personne n'ouvre son propre compte.",
            ),
        ]

    def get_full_name(self) -> str:
        return self.nom


class Programme(models.Model):
    """A PRE: the tenant. Nothing crosses from one programme to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    nom = models.CharField(max_length=160)
    communes = models.JSONField(default=list)  # INSEE codes of the territory
    zone_scolaire = models.CharField(max_length=1, default="C")
    jours_sans_nouvelles = models.PositiveSmallIntegerField(default=45)
    created_at = models.DateTimeField(auto_now_add=True)


class Institution(models.Model):
    """Who employs: town, school, association, hospital… `nature` is a code of nomenclature N32."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=160)
    nature = models.CharField(max_length=40)


class Poste(models.Model):
    """A post of a programme. It exists before, between and after its holders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="postes")
    institution = models.ForeignKey(Institution, on_delete=models.RESTRICT, null=True, blank=True)
    metier = models.CharField(max_length=60)  # code of nomenclature N21 or N23
    libelle = models.CharField(max_length=120)
    ferme_le = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["libelle"]


class Occupation(models.Model):
    """A person holds a poste between two civil days, both included."""

    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, related_name="occupations")
    utilisateur = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, related_name="occupations"
    )
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    retiree_le = models.DateTimeField(null=True, blank=True)  # taken back: of no effect since then

    class Meta:
        constraints = [fin_apres_debut("occupation_finit_apres_son_debut")]


class MissionConfiee(models.Model):
    """A mission given to a person in a programme, dated, with the kind of secrecy that binds her."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="missions")
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="missions")
    mission = models.CharField(max_length=40)
    obligation = models.CharField(max_length=20)
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    retiree_le = models.DateTimeField(null=True, blank=True)  # taken back: of no effect since then
    confiee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            fin_apres_debut("mission_finit_apres_son_debut"),
            models.CheckConstraint(
                condition=Q(confiee_par__isnull=True) | ~Q(confiee_par=F("utilisateur")),
                name="nul_ne_se_confie_une_mission",
                violation_error_message="Personne ne se donne une mission.",
            ),
            codes(Mission, "mission", "mission_connue"),
            codes(ObligationDeSecret, "obligation", "obligation_de_secret_connue"),
        ]


class Demande(models.Model):
    """What one person asks and a second one confirms: a mission that opens much, or a recovery face to face."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="demandes")
    nature = models.CharField(max_length=20)
    cible = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="demandes")
    mission = models.CharField(max_length=40, blank=True)
    obligation = models.CharField(max_length=20, blank=True)
    demandee_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    decidee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    issue = models.CharField(max_length=12, blank=True)
    expire_le = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    decidee_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            codes(NatureDeDemande, "nature", "demande_de_nature_connue"),
            codes(("", *Mission), "mission", "demande_de_mission_connue"),
            codes(("", *ObligationDeSecret), "obligation", "demande_d_obligation_connue"),
            codes(("", "confirmee", "refusee"), "issue", "demande_d_issue_connue"),
            models.CheckConstraint(
                condition=~Q(cible=F("demandee_par")),
                name="nul_ne_demande_pour_soi",
                violation_error_message="Personne ne demande un droit pour soi.",
            ),
            models.CheckConstraint(
                condition=~Q(issue="confirmee")
                | (
                    Q(decidee_par__isnull=False)
                    & ~Q(decidee_par=F("demandee_par"))
                    & ~Q(decidee_par=F("cible"))
                ),
                name="deux_personnes_confirment",
                violation_error_message="Il faut une seconde personne pour confirmer.",
            ),
            models.UniqueConstraint(
                fields=["programme", "cible", "nature", "mission"],
                condition=Q(issue=""),
                name="une_demande_a_la_fois",
                violation_error_message="La même demande attend déjà d'être confirmée.",
            ),
        ]


class CodeDActivation(models.Model):
    """A code given by hand: only keyed digests of its two halves are kept. The second comes with the second person."""

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="codes")
    moitie = models.CharField(max_length=64)
    autre_moitie = models.CharField(max_length=64, blank=True)
    remis_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    expire_le = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    utilise_le = models.DateTimeField(null=True, blank=True)
    annule_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur"],
                condition=Q(utilise_le__isnull=True, annule_le__isnull=True),
                name="un_code_a_la_fois",
                violation_error_message="Un code attend déjà d'être utilisé.",
            )
        ]


class Attestation(models.Model):
    """Somebody said, one day, that a person still needs her rights, or no longer. Kept, never changed."""

    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    utilisateur = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, related_name="attestations"
    )
    attestee_par = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    le = models.DateField()
    issue = models.CharField(max_length=12)
    jusqu_au = models.DateField(null=True, blank=True)
    missions = models.JSONField(default=list)  # codes of what was attested
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(("maintenue", "terminee"), "issue", "attestation_d_issue_connue"),
            models.CheckConstraint(
                condition=~Q(attestee_par=F("utilisateur")),
                name="nul_n_atteste_pour_soi",
                violation_error_message="Personne n'atteste pour soi.",
            ),
        ]
