"""Civil time: periods, school years and dates that a paper file knows only in part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
PREMIER_MOIS = 9  # the administrative school year runs from 1 September to 31 August


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """Civil days from `depuis` to `jusqu_au`, both included; None means «no bound known»."""

    depuis: date | None = None
    jusqu_au: date | None = None

    def __post_init__(self) -> None:
        if self.depuis and self.jusqu_au and self.jusqu_au < self.depuis:
            raise ValueError(f"Période impossible : {self.jusqu_au} précède {self.depuis}.")

    def contient(self, jour: date) -> bool:
        """Tell whether `jour` is one of the days of the period."""
        return (self.depuis is None or self.depuis <= jour) and (
            self.jusqu_au is None or jour <= self.jusqu_au
        )

    def croise(self, autre: Periode) -> bool:
        """Tell whether the two periods share at least one day."""
        debut = max((d for d in (self.depuis, autre.depuis) if d), default=None)
        fin = min((d for d in (self.jusqu_au, autre.jusqu_au) if d), default=None)
        return debut is None or fin is None or debut <= fin


@dataclass(frozen=True, order=True)
class AnneeScolaire:
    """The school year that starts in September of `rentree` (2025 reads «2025-2026»). Its days are worked out once."""

    rentree: int

    @classmethod
    def du(cls, jour: date) -> Self:
        """Return the school year that holds this civil day."""
        return cls(jour.year if jour.month >= PREMIER_MOIS else jour.year - 1)

    @cached_property
    def debut(self) -> date:
        return date(self.rentree, PREMIER_MOIS, 1)

    @cached_property
    def fin(self) -> date:
        return date(self.rentree + 1, 8, 31)

    @property
    def periode(self) -> Periode:
        return Periode(self.debut, self.fin)

    @property
    def libelle(self) -> str:
        return f"{self.rentree}-{self.rentree + 1}"


@dataclass(frozen=True, order=True)
class DatePartielle:
    """A date as far as the source tells it: a day, a month or a year. Nothing is ever invented.

    Its first and last days are worked out once: figures ask them many times. Written `AAAA-MM-JJ`, `AAAA-MM` or `AAAA`.
    """

    annee: int
    mois: int | None = None
    jour: int | None = None

    def __post_init__(self) -> None:
        if self.jour is not None and self.mois is None:
            raise ValueError("Un jour sans mois n'est pas une date.")
        date(self.annee, self.mois or 1, self.jour or 1)

    @classmethod
    def du(cls, jour: date) -> Self:
        return cls(jour.year, jour.month, jour.day)

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Read back what `__str__` wrote; ValueError on anything else."""
        lu = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", texte)
        if not lu:
            raise ValueError(f"Date partielle illisible : {texte!r}.")
        annee, mois, jour = lu.groups()
        return cls(int(annee), int(mois) if mois else None, int(jour) if jour else None)

    @property
    def complete(self) -> bool:
        return self.jour is not None

    @cached_property
    def premier_jour(self) -> date:
        """The earliest civil day that this date can be."""
        return date(self.annee, self.mois or 1, self.jour or 1)

    @cached_property
    def dernier_jour(self) -> date:
        """The latest civil day that this date can be."""
        if self.jour is not None:
            return self.premier_jour
        if self.mois is None or self.mois == 12:
            return date(self.annee, 12, 31)
        return date.fromordinal(date(self.annee, self.mois + 1, 1).toordinal() - 1)

    def __str__(self) -> str:
        if self.mois is None:
            return f"{self.annee:04d}"
        if self.jour is None:
            return f"{self.annee:04d}-{self.mois:02d}"
        return f"{self.annee:04d}-{self.mois:02d}-{self.jour:02d}"


def age_au(naissance: date, jour: date) -> int:
    """Age in whole years on a civil day (born on 29 February: a year older on 1 March)."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))
