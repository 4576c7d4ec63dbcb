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
    "Brouillon",
    "ExportNominatif",
    "FinDeParcours",
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
    "RelaisDeSortie",
    "Tache",
    "date_partielle",
]
