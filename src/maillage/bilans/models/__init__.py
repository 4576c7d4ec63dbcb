"""Records of the room: figures that people write, aggregates of schools, reports. None of them holds a child."""

from maillage.bilans.models.enquete import RetourDEnquete, ValeurDEnquete
from maillage.bilans.models.rep import LectureDuTableau, MesureRep

__all__ = ["LectureDuTableau", "MesureRep", "RetourDEnquete", "ValeurDEnquete"]
