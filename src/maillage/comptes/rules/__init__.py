"""Rules of accounts. Pure. The acteur, whom every room knows, is given here by name."""

from maillage.comptes.rules.acteur import (
    EQUIPE,
    HORS_DU_SECRET,
    LIBELLES,
    PERSONNE,
    TENUS_AU_SECRET,
    Acteur,
    Mission,
    ObligationDeSecret,
)

__all__ = [
    "EQUIPE",
    "HORS_DU_SECRET",
    "LIBELLES",
    "PERSONNE",
    "TENUS_AU_SECRET",
    "Acteur",
    "Mission",
    "ObligationDeSecret",
]
