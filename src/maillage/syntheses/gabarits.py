"""Models of letters: their words are data, with their provenance."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

A_LA_FAMILLE = "ecrit_a_la_famille"


@dataclass(frozen=True, slots=True)
class Gabarit:
    """A model of letter."""

    code: str
    libelle: str
    titre: str
    ouverture: str
    cloture: str
    source: str


@cache
def gabarits() -> dict[str, Gabarit]:
    """Every model, by code, in the order of the file."""
    fichier = resources.files("maillage.syntheses").joinpath("data/gabarits.toml")
    lus = tomllib.loads(fichier.read_text(encoding="utf-8"))
    return {code: Gabarit(code, **champs) for code, champs in lus.items()}
