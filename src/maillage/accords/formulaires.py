"""The words of the printed form, language by language: one data file each, nothing of them in the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from maillage.accords.rules.natures import Nature

FRANCAIS = "fr"


@cache
def textes(langue: str = FRANCAIS) -> Mapping[str, Any]:
    """The texts of a language; French when the form does not exist in it yet."""
    dossier = resources.files("maillage.accords").joinpath("data")
    fichier = dossier.joinpath(f"formulaire.{langue}.toml")
    if not fichier.is_file():
        fichier = dossier.joinpath(f"formulaire.{FRANCAIS}.toml")
    return tomllib.loads(fichier.read_text(encoding="utf-8"))


def phrases(nature: Nature, valeurs: Mapping[str, str], langue: str = FRANCAIS) -> dict[str, str]:
    """The sentences of a form, filled. What is said to an adult was chosen by the caller."""
    lus = textes(langue)
    choisies = {**{c: t for c, t in lus.items() if isinstance(t, str)}, **lus[nature.value]}
    return {cle: _remplir(texte, valeurs) for cle, texte in choisies.items()}


def _remplir(texte: str, valeurs: Mapping[str, str]) -> str:
    for nom, valeur in valeurs.items():
        texte = texte.replace("{" + nom + "}", valeur)
    return texte
