"""Names of streets as people write them and as the BAN writes them, brought to the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from maillage.territoire.rules.noms import LIAISONS, plier

# Kinds of streets, with what people write for them.
_GENRES: Mapping[str, tuple[str, ...]] = {
    "rue": ("r",), "avenue": ("av", "ave", "aven", "avn"),
    "boulevard": ("bd", "bld", "boul", "blvd", "bvd", "boulv"),
    "place": ("pl", "plc"), "allee": ("all", "al", "allees"), "impasse": ("imp",),
    "chemin": ("ch", "che", "chem", "chm"), "square": ("sq", "sqr"), "passage": ("pass", "psg"),
    "route": ("rte",), "cours": ("crs",), "quai": (), "cite": (), "villa": (), "sentier": ("sent",),
    "sente": (), "ruelle": ("rle",), "venelle": (), "mail": (), "esplanade": ("esp",),
    "promenade": ("prom",), "rond-point": (), "parvis": (), "hameau": ("ham",), "clos": (),
    "galerie": (), "faubourg": ("fg", "fbg"), "chaussee": (), "traverse": (), "montee": (),
    "voie": (), "residence": ("res", "resid"),
}  # fmt: skip
GENRES: Mapping[str, str] = {
    ecrit: genre for genre, ecrits in _GENRES.items() for ecrit in (genre, *ecrits)
}
_LONGS: Mapping[str, str] = {
    "st": "saint", "ste": "sainte", "sts": "saints", "gal": "general", "gen": "general",
    "mal": "marechal", "dr": "docteur", "prof": "professeur", "pr": "professeur",
    "cdt": "commandant", "cne": "capitaine", "cpt": "capitaine", "col": "colonel",
    "lt": "lieutenant", "pdt": "president", "nd": "notre dame",
    "mlle": "mademoiselle", "sgt": "sergent", "fr": "francois",
}  # fmt: skip
_NOMBRES: Mapping[str, str] = {
    mot: str(n)
    for n, mot in enumerate(
        (
            "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
            "douze", "treize", "quatorze", "quinze", "seize",
        ),
        start=1,
    )
}  # fmt: skip
_TITRES = frozenset({"general", "marechal", "docteur", "professeur", "commandant", "president"})


def signes(texte: str) -> str:
    """Lower case, no accent, letters and digits only, one space between words."""
    return " ".join(re.findall(r"[a-z0-9]+", plier(texte)))


@lru_cache(maxsize=50_000)
def decomposer(nom: str) -> tuple[str, tuple[str, ...]]:
    """Kind of the street ("" when it is not said) and its other words, articles left out, abbreviations written whole."""
    mots = signes(nom.replace("Rond-Point", "rondpoint").replace("rond-point", "rondpoint")).split()
    mots = ["rond-point" if m == "rondpoint" else m for m in mots]
    if mots[:2] == ["rond", "point"]:
        mots[:2] = ["rond-point"]
    genre = ""
    if len(mots) > 1 and mots[0] in GENRES:
        genre, mots = GENRES[mots[0]], mots[1:]
    entiers = " ".join(_entier(m) for m in mots).split()
    utiles = tuple(m for m in entiers if m not in LIAISONS)
    return genre, utiles or tuple(entiers)


def _entier(mot: str) -> str:
    return _NOMBRES.get(mot) or _LONGS.get(mot) or mot


def recherche(nom: str) -> str:
    """The words by which a street is looked for, kind left out."""
    return " ".join(decomposer(nom)[1])


def poids(mot: str) -> float:
    """A title tells little: «rue Leclerc» is «rue du Général Leclerc»."""
    return 0.3 if mot in _TITRES else 1.0
