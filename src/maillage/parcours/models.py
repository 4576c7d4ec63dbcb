"""Records of parcours, passages en EPS, journal and tasks."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import In

from maillage.comptes.models import Poste, Programme, Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.parcours.rules.etapes import Etape
from maillage.partage.rules.actes import Acte

CHIFFRES = (f"{Acte.VOIR_LES_CHIFFRES}:", f"{Acte.EXPORTER_LES_CHIFFRES}:")
LONGUEURS_DE_DATE = [
    0,
    4,
    7,
    10,
]  # nothing, year, month, day: checked without a function of our own


def date_partielle(champ: str, nom: str) -> models.CheckConstraint:
    """Constraint: a partial date (`AAAA`, `AAAA-MM`, `AAAA-MM-JJ`) or nothing."""
    return models.CheckConstraint(
        condition=In(Length(F(champ)), LONGUEURS_DE_DATE),
        name=nom,
        violation_error_message="Cette date n'est pas lisible.",
    )


class Parcours(EnregistrementScelle):
    """One situation, from demand to exit. Dates are partial texts: no day is ever invented.

    Sealed: `{origine, motifs, motif_principal, accord, pris_en_charge, motif_non_prise_en_charge, motif_sortie, actions,
    sortie_prevue}` (codes of nomenclatures N7, N8, N12, N13, N28).
    """

    volet = Volet.PARCOURS
    serrure = Serrure((*Serrure().lue_par, *CHIFFRES))
    etape = models.CharField(max_length=40, default=Etape.SOLLICITATION)
    recue = models.CharField(max_length=10, blank=True, default="")
    entree = models.CharField(max_length=10, blank=True, default="")
    sortie = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            codes(Etape, "etape", "etape_connue"),
            date_partielle("recue", "parcours_recu_date_lisible"),
            date_partielle("entree", "parcours_entree_date_lisible"),
            date_partielle("sortie", "parcours_sortie_date_lisible"),
            models.CheckConstraint(
                condition=Q(sortie="") | Q(etape__in=[Etape.SORTIE, Etape.VEILLE]),
                name="une_sortie_a_son_etape",
                violation_error_message="Un parcours sorti est à l'étape « Sortie ».",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "etape"], name="parcours_du_dossier")]


class PassageEnEps(models.Model):
    """The situation was examined in EPS on this (partial) date."""

    serrure = Serrure(
        (f"{Acte.LIRE}:{Volet.PARCOURS}", f"{Acte.OUVRIR_ARCHIVE}:{Volet.PARCOURS}!", *CHIFFRES),
        (f"{Acte.ECRIRE}:{Volet.PARCOURS}",),
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    le = models.CharField(max_length=10)

    class Meta:
        constraints = [
            date_partielle("le", "passage_en_eps_date_lisible"),
            models.UniqueConstraint(fields=["dossier", "le"], name="un_passage_en_eps_par_date"),
        ]


class Note(EnregistrementScelle):
    """Base of a journal entry: `{texte, nature}`; `nature` is a code of nomenclature N30. One table per volet."""

    le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one note

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["dossier", "-created_at"], name="%(class)s_du_dossier")]


class NoteIdentite(Note):
    """Journal entry of the volet identité."""

    volet = Volet.IDENTITE


class NoteFamille(Note):
    """Journal entry of the volet famille."""

    volet = Volet.FAMILLE


class NoteScolarite(Note):
    """Journal entry of the volet scolarité."""

    volet = Volet.SCOLARITE


class NoteSocial(Note):
    """Journal entry of the volet social."""

    volet = Volet.SOCIAL


class NoteSante(Note):
    """Journal entry of the volet santé."""

    volet = Volet.SANTE


class NoteProtection(Note):
    """Journal entry of the volet protection."""

    volet = Volet.PROTECTION


class NoteParcours(Note):
    """Journal entry of the volet parcours."""

    volet = Volet.PARCOURS


class NoteMediation(Note):
    """Journal entry of the volet médiation."""

    volet = Volet.MEDIATION


JOURNAL: dict[Volet, type[Note]] = {
    t.volet: t
    for t in (
        NoteIdentite,
        NoteFamille,
        NoteScolarite,
        NoteSocial,
        NoteSante,
        NoteProtection,
        NoteParcours,
        NoteMediation,
    )
}


class Tache(EnregistrementScelle):
    """A next step with a date, owned by a poste: `{libelle}`."""

    volet = Volet.PARCOURS
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, related_name="+")
    echeance = models.DateField()
    faite_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["poste", "faite_le", "echeance"], name="taches_du_poste")]


class Brouillon(EnregistrementScelle):
    """Text being typed by one person, kept on the server: `{texte, volet}`."""

    volet = Volet.QUARANTAINE  # read by its author only, whatever the volet it will go to
    serrure = Serrure(
        (f"{Acte.LISTER}:{Volet.IDENTITE}",),
        (f"{Acte.LISTER}:{Volet.IDENTITE}",),
        seule_pour="auteur_id",
        ajoutee_par="auteur_id",
    )
    auteur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "auteur"], name="un_brouillon_par_personne"),
        ]


class ExportNominatif(models.Model):
    """A list of children that left the house: for whom, by whom, why, how many. The file is encrypted, then erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    numero = models.PositiveIntegerField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    destinataire = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    raison = models.CharField(max_length=200)
    nombre = models.PositiveIntegerField()
    fichier = models.BinaryField()
    expire_le = models.DateTimeField()
    formulaire = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "numero"],
                name="un_numero_par_export",
                violation_error_message="Ce numéro d'export existe déjà.",
            ),
        ]
