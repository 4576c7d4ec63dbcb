"""Records of the journal («Fil»): one table per volet, and the text being typed."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import Utilisateur
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte


class Note(EnregistrementScelle):
    """Base of a journal entry: `{texte, nature, moyen, pieces}`; `nature` is a code of nomenclature N30. One table per volet.

    An entry is never rewritten: a correction is another row, whose `corrige` is the one it replaces. One row is corrected
    once, so two persons who correct it together are told so.
    """

    le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one note
    corrige = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="correction"
    )

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
