"""Records of the territory: public facts, no person."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from maillage.comptes.models import Utilisateur, codes, fin_apres_debut
from maillage.notions.nomenclatures import charger
from maillage.territoire.rules.reseaux import LABELS_DE_RESEAU

NATURES = charger("n03").codes
LABELS = charger("n05").codes


class Commune(models.Model):
    """A commune by its INSEE code; several codes are kept in one text, separated by spaces."""

    code = models.CharField(max_length=5, primary_key=True)
    nom = models.CharField(max_length=80)
    departement = models.CharField(max_length=3, db_index=True)
    codes_postaux = models.TextField(blank=True)
    anciens_codes = models.TextField(blank=True)


class Etablissement(models.Model):
    """A school. `localite` is the commune as the source writes it: Pierrefitte stays Pierrefitte."""

    uai = models.CharField(max_length=8, primary_key=True)
    nature = models.CharField(max_length=30)
    nom = models.CharField(max_length=160)
    commune = models.ForeignKey(
        Commune, null=True, blank=True, on_delete=models.PROTECT, related_name="etablissements"
    )
    localite = models.CharField(max_length=80, blank=True)
    adresse = models.CharField(max_length=200, blank=True)
    code_postal = models.CharField(max_length=5, blank=True)
    secteur = models.CharField(max_length=6, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    # who placed it: empty, the list itself; «ban» and its day, its address; «main», a person
    position_source = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=40)
    ouvert = models.BooleanField(default=True)

    class Meta:
        constraints = [
            codes(NATURES, "nature", "etablissement_nature_connue"),
            codes(("", "public", "prive"), "secteur", "etablissement_secteur_connu"),
        ]


class LabelPrioritaire(models.Model):
    """A label and the days on which it is known to hold. No row: nobody said, it is not «hors EP»."""

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, related_name="labels"
    )
    label = models.CharField(max_length=30)
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            fin_apres_debut("label_finit_apres_son_debut"),
            codes(LABELS, "label", "label_connu"),
            models.UniqueConstraint(
                fields=["etablissement"],
                condition=Q(jusqu_au__isnull=True),
                name="un_seul_label_en_cours",
                violation_error_message="Cet établissement porte déjà un label en cours.",
            ),
        ]


class Reseau(models.Model):
    """A réseau d'éducation prioritaire: one collège at its head and the écoles of its secteur."""

    tete = models.ForeignKey(Etablissement, on_delete=models.PROTECT, related_name="reseaux")
    label = models.CharField(max_length=30)
    nom = models.CharField(max_length=160)
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, default="saisie")  # who said so: a file, or a person

    class Meta:
        constraints = [
            fin_apres_debut("reseau_finit_apres_son_debut"),
            codes(LABELS_DE_RESEAU, "label", "reseau_rep_ou_rep_plus"),
            models.UniqueConstraint(
                fields=["tete"],
                condition=Q(jusqu_au__isnull=True),
                name="un_reseau_en_cours_par_tete",
                violation_error_message="Ce collège est déjà la tête d'un réseau en cours.",
            ),
        ]


class SecteurDeReseau(models.Model):
    """An école belongs to a réseau between two days."""

    reseau = models.ForeignKey(Reseau, on_delete=models.CASCADE, related_name="secteurs")
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.PROTECT, related_name="secteurs"
    )
    depuis = models.DateField()
    jusqu_au = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            fin_apres_debut("secteur_finit_apres_son_debut"),
            models.UniqueConstraint(
                fields=["etablissement"],
                condition=Q(jusqu_au__isnull=True),
                name="un_seul_reseau_en_cours_par_ecole",
                violation_error_message="Cette école appartient déjà à un réseau en cours.",
            ),
        ]


class PeriodeScolaire(models.Model):
    """A period without class in one zone, both days included. `annee` is the year of the rentrée."""

    zone = models.CharField(max_length=1)
    annee = models.PositiveSmallIntegerField()
    nom = models.CharField(max_length=60)
    premier_jour = models.DateField()
    dernier_jour = models.DateField()

    class Meta:
        constraints = [
            codes(("A", "B", "C"), "zone", "periode_scolaire_zone_connue"),
            models.CheckConstraint(
                condition=Q(dernier_jour__gte=models.F("premier_jour")),
                name="periode_scolaire_finit_apres_son_debut",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.UniqueConstraint(
                fields=["zone", "annee", "nom"],
                name="une_periode_par_zone_et_par_an",
                violation_error_message="Cette période existe déjà pour cette zone et cette année.",
            ),
        ]


class JourFerie(models.Model):
    """A public holiday of metropolitan France."""

    jour = models.DateField(primary_key=True)
    nom = models.CharField(max_length=60)


class NomRetenu(models.Model):
    """A typed name that a person decided once. No établissement: «none of these», decided too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.UUIDField()
    cle = models.CharField(max_length=250)
    etablissement = models.ForeignKey(
        Etablissement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decide_par = models.UUIDField()
    decide_le = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "cle"],
                name="un_nom_retenu_une_fois_par_programme",
                violation_error_message="Ce nom a déjà été décidé.",
            ),
        ]


class DonneesChargees(models.Model):
    """A shipped file that is already in the database, by its sum: loading it again does nothing."""

    fichier = models.CharField(max_length=60, primary_key=True)
    empreinte = models.CharField(max_length=64)
    charge_le = models.DateTimeField()


class EtatDuChargement(StrEnum):
    """Life of the loading of a file of addresses."""

    EN_COURS = "en_cours"
    TERMINE = "termine"
    REFUSE = "refuse"
    ARRETE = "arrete"
    ECHOUE = "echoue"


class ChargementDAdresses(models.Model):
    """The loading of a file of the BAN: public data, for the whole installation. `message`: what was wrong with the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    fichier = models.CharField(max_length=120)
    au = models.DateField()
    etat = models.CharField(max_length=10, default=EtatDuChargement.EN_COURS)
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    arret_demande = models.BooleanField(default=False)
    message = models.CharField(max_length=400, blank=True)
    departement = models.CharField(max_length=3, blank=True)
    adresses = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [codes(EtatDuChargement, "etat", "etat_du_chargement_connu")]
        indexes = [models.Index(fields=["-created_at"], name="chargements_d_adresses")]


from maillage.territoire.effectifs import DepotDEffectifs, EffectifScolaire  # noqa: E402, F401
from maillage.territoire.generations import (  # noqa: E402, F401 - records of maps, with their own reasons
    DepotDeZones,
    FichierDeZones,
    Generation,
    ZoneDeGeographie,
)
