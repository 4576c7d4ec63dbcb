"""Reads of accounts. What the other rooms use is given here by name."""

from maillage.comptes.queries.acteurs import (
    acteur,
    acteurs,
    en_vigueur,
    institutions,
    institutions_de,
    membres,
    occupants,
    postes_de_reference,
    postes_nommes,
    programme,
    programme_par_code,
)
from maillage.comptes.queries.sessions import SessionOuverte, sessions_ouvertes

__all__ = [
    "SessionOuverte",
    "acteur",
    "acteurs",
    "en_vigueur",
    "institutions",
    "institutions_de",
    "membres",
    "occupants",
    "postes_de_reference",
    "postes_nommes",
    "programme",
    "programme_par_code",
    "sessions_ouvertes",
]
