"""Records of parcours, journal and tasks."""

from maillage.parcours.models.exports import ExportNominatif
from maillage.parcours.models.journal import (
    JOURNAL,
    Brouillon,
    Note,
    NoteFamille,
    NoteIdentite,
    NoteMediation,
    NoteParcours,
    NoteProtection,
    NoteSante,
    NoteScolarite,
    NoteSocial,
)
from maillage.parcours.models.pieces import (
    PIECES,
    Piece,
    PieceFamille,
    PieceIdentite,
    PieceMediation,
    PieceParcours,
    PieceProtection,
    PieceSante,
    PieceScolarite,
    PieceSocial,
)
from maillage.parcours.models.reperes import ChargeHabituelle, ModeleDeNote, SyntheseEpinglee
from maillage.parcours.models.sortie import FinDeParcours, RelaisDeSortie
from maillage.parcours.models.suivi import (
    Parcours,
    PassageEnEps,
    PassageFait,
    Tache,
    date_partielle,
)

__all__ = [
    "JOURNAL",
    "PIECES",
    "Brouillon",
    "ChargeHabituelle",
    "ExportNominatif",
    "FinDeParcours",
    "ModeleDeNote",
    "Note",
    "NoteFamille",
    "NoteIdentite",
    "NoteMediation",
    "NoteParcours",
    "NoteProtection",
    "NoteSante",
    "NoteScolarite",
    "NoteSocial",
    "Parcours",
    "PassageEnEps",
    "PassageFait",
    "Piece",
    "PieceFamille",
    "PieceIdentite",
    "PieceMediation",
    "PieceParcours",
    "PieceProtection",
    "PieceSante",
    "PieceScolarite",
    "PieceSocial",
    "RelaisDeSortie",
    "SyntheseEpinglee",
    "Tache",
    "date_partielle",
]
