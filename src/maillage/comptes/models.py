"""Records of programmes, institutions, postes, occupations, missions and accounts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from maillage.comptes.rules import Mission, ObligationDeSecret


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
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Comptes()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nom"]

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

    class Meta:
        constraints = [
            fin_apres_debut("mission_finit_apres_son_debut"),
            codes(Mission, "mission", "mission_connue"),
            codes(ObligationDeSecret, "obligation", "obligation_de_secret_connue"),
        ]
