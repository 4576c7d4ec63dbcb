"""Files kept with an entry of the journal: one table per volet, each file whole and sealed with its entry's volet."""

from __future__ import annotations

from django.db import models

from maillage.accords.rules.fichiers import TypeDeFichier
from maillage.comptes.models import Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.parcours.models.journal import (
    NoteFamille,
    NoteIdentite,
    NoteMediation,
    NoteParcours,
    NoteProtection,
    NoteSante,
    NoteScolarite,
    NoteSocial,
)


class Piece(EnregistrementScelle):
    """Base of an attachment: `{octets}` in base 64, cleaned. What it is called is sealed with its entry."""

    type = models.CharField(max_length=20)
    taille = models.PositiveIntegerField()  # bytes
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        abstract = True
        constraints = [codes(TypeDeFichier, "type", "%(class)s_type_connu")]


class PieceIdentite(Piece):
    """Attachment of the volet identité."""

    volet = Volet.IDENTITE
    note = models.ForeignKey(NoteIdentite, on_delete=models.CASCADE, related_name="+")


class PieceFamille(Piece):
    """Attachment of the volet famille."""

    volet = Volet.FAMILLE
    note = models.ForeignKey(NoteFamille, on_delete=models.CASCADE, related_name="+")


class PieceScolarite(Piece):
    """Attachment of the volet scolarité."""

    volet = Volet.SCOLARITE
    note = models.ForeignKey(NoteScolarite, on_delete=models.CASCADE, related_name="+")


class PieceSocial(Piece):
    """Attachment of the volet social."""

    volet = Volet.SOCIAL
    note = models.ForeignKey(NoteSocial, on_delete=models.CASCADE, related_name="+")


class PieceSante(Piece):
    """Attachment of the volet santé."""

    volet = Volet.SANTE
    note = models.ForeignKey(NoteSante, on_delete=models.CASCADE, related_name="+")


class PieceProtection(Piece):
    """Attachment of the volet protection."""

    volet = Volet.PROTECTION
    note = models.ForeignKey(NoteProtection, on_delete=models.CASCADE, related_name="+")


class PieceParcours(Piece):
    """Attachment of the volet parcours."""

    volet = Volet.PARCOURS
    note = models.ForeignKey(NoteParcours, on_delete=models.CASCADE, related_name="+")


class PieceMediation(Piece):
    """Attachment of the volet médiation."""

    volet = Volet.MEDIATION
    note = models.ForeignKey(NoteMediation, on_delete=models.CASCADE, related_name="+")


PIECES: dict[Volet, type[Piece]] = {
    t.volet: t
    for t in (
        PieceIdentite,
        PieceFamille,
        PieceScolarite,
        PieceSocial,
        PieceSante,
        PieceProtection,
        PieceParcours,
        PieceMediation,
    )
}
