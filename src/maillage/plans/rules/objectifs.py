"""Few objectives, seen again often enough: what deserves a warning. Nothing here blocks anybody."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

PEU = 3  # open objectives that a family can hold in mind
SILENCE_EN_MOIS = 6  # an objective is looked at with each point with the school, twice a year
MOIS_PAR_AN = 12


class EtatDObjectif(StrEnum):
    """Where an objective stands. «Laissé» is no failure: something else mattered more."""

    OUVERT = "ouvert"
    ATTEINT = "atteint"
    LAISSE = "laisse"

    @property
    def libelle(self) -> str:
        return {
            EtatDObjectif.OUVERT: "Ouvert",
            EtatDObjectif.ATTEINT: "Atteint",
            EtatDObjectif.LAISSE: "Laissé",
        }[self]


class Parole(StrEnum):
    """In whose words an objective is written."""

    ENFANT = "enfant"
    PARENTS = "parents"
    ENSEMBLE = "enfant_et_parents"
    PROFESSIONNEL = "professionnel"

    @property
    def libelle(self) -> str:
        return {
            Parole.ENFANT: "L’enfant",
            Parole.PARENTS: "Les parents",
            Parole.ENSEMBLE: "L’enfant et ses parents",
            Parole.PROFESSIONNEL: "Un professionnel",
        }[self]

    @property
    def dans_une_phrase(self) -> str:
        """«dans les mots de l’enfant»."""
        return {
            Parole.ENFANT: "dans les mots de l’enfant",
            Parole.PARENTS: "dans les mots des parents",
            Parole.ENSEMBLE: "dans les mots de l’enfant et de ses parents",
            Parole.PROFESSIONNEL: "dans les mots d’un professionnel",
        }[self]


def trop_d_objectifs(ouverts: int) -> str:
    """A sentence when there are more open objectives than a family can hold; nothing otherwise."""
    if ouverts <= PEU:
        return ""
    return f"{ouverts} objectifs sont ouverts. Au-delà de {PEU}, il est difficile de les tenir tous avec la famille."


def mois_avant(le: date, mois: int) -> date:
    """The same day some months before, or the last day of that month."""
    total = le.year * MOIS_PAR_AN + le.month - 1 - mois
    annee, rang = divmod(total, MOIS_PAR_AN)
    for jour in range(le.day, 0, -1):
        try:
            return date(annee, rang + 1, jour)
        except ValueError:
            continue
    raise AssertionError  # a month has a first day


def sans_regard(ouvert_le: date, dernier: date | None, at: date) -> bool:
    """Nobody has said anything of this objective for six months (counted from its first day when nobody ever did)."""
    return (dernier or ouvert_le) < mois_avant(at, SILENCE_EN_MOIS)
