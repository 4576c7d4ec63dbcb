"""Writes of accounts. What the other rooms and the command line use is given here by name."""

from maillage.comptes.services.missions import (
    MissionsIncompatibles,
    confier_mission,
    occuper,
    ouvrir_poste,
    ouvrir_programme,
)
from maillage.comptes.services.sessions import fermer_autres_sessions, fermer_session

__all__ = [
    "MissionsIncompatibles",
    "confier_mission",
    "fermer_autres_sessions",
    "fermer_session",
    "occuper",
    "ouvrir_poste",
    "ouvrir_programme",
]
