"""Records of the room: figures that people write, aggregates of schools, reports. None of them holds a child."""

from maillage.bilans.models.enquete import RetourDEnquete, ValeurDEnquete
from maillage.bilans.models.rapports import (
    CommentaireDeRapport,
    EtatDeRapport,
    RapportAnnuel,
)
from maillage.bilans.models.rep import LectureDuTableau, MesureRep

__all__ = [
    "CommentaireDeRapport",
    "EtatDeRapport",
    "LectureDuTableau",
    "MesureRep",
    "RapportAnnuel",
    "RetourDEnquete",
    "ValeurDEnquete",
]
