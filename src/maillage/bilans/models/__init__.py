"""Records of the room: figures that people write, aggregates of schools, reports. None of them holds a child."""

from maillage.bilans.models.enquete import RetourDEnquete, ValeurDEnquete

__all__ = ["RetourDEnquete", "ValeurDEnquete"]
