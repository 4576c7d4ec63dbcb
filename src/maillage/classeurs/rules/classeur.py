"""What a spreadsheet holds once read: typed cells where the person sees them, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Valeur = str | float | int | bool | date


@dataclass(frozen=True, slots=True)
class Cellule:
    """A non-empty cell. Row and column are 1-based, as the spreadsheet shows them."""

    ligne: int
    colonne: int
    valeur: Valeur

    @property
    def texte(self) -> str:
        """The value as a person would read it."""
        return ecrire(self.valeur)


def ecrire(valeur: Valeur) -> str:
    """Write a value as a person would read it: 12.0 reads «12», a date reads as a date."""
    if isinstance(valeur, str):
        return valeur.strip()
    if isinstance(valeur, bool):
        return "vrai" if valeur else "faux"
    if isinstance(valeur, float) and valeur.is_integer():
        return str(int(valeur))
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y")
    return str(valeur)


Ligne = tuple[int, tuple[Cellule, ...]]


@dataclass(frozen=True, slots=True)
class Fusion:
    """A merged area, bounds included: only its top-left cell holds a value."""

    haut: int
    gauche: int
    bas: int
    droite: int


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet: its rows in order, empty ones left out."""

    nom: str
    lignes: tuple[Ligne, ...]
    fusions: tuple[Fusion, ...] = ()

    @property
    def cellules(self) -> int:
        return sum(len(cellules) for _, cellules in self.lignes)


@dataclass(frozen=True, slots=True)
class Classeur:
    """A file once read. `avertissements` tells what the reading had to tolerate."""

    nom: str
    format: str
    feuilles: tuple[Feuille, ...]
    avertissements: tuple[str, ...] = ()


def lettre(colonne: int) -> str:
    """Letter of a column as spreadsheets show it: 1 reads A, 27 reads AA."""
    lettres = ""
    while colonne > 0:
        colonne, reste = divmod(colonne - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres
