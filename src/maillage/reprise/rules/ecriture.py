"""Reading French as people type it: capitals, accents, ligatures, apostrophes and spaces set aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"}
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
_INCLUSIF = re.compile(r"(?<=[a-z])[·•](?=[a-z])")
_NON_MOT = re.compile(r"[^a-z0-9+]+")
_ESPACES = re.compile(r"\s+")


@lru_cache(maxsize=65_536)
def plier(texte: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; punctuation stays."""
    texte = texte.translate(_LIGATURES).translate(_APOSTROPHES).lower()
    decompose = unicodedata.normalize("NFKD", texte)
    nu = "".join(c for c in decompose if not unicodedata.combining(c))
    return _ESPACES.sub(" ", nu).strip()


@lru_cache(maxsize=65_536)
def mots(texte: str) -> str:
    """Folded words separated by one space, inclusive dots joined («Référent·e» reads «referente»)."""
    return _NON_MOT.sub(" ", _INCLUSIF.sub("", plier(texte))).strip()


def ranger(texte: str) -> str:
    """A name as written, its spaces put in order."""
    return _ESPACES.sub(" ", texte.translate(_APOSTROPHES)).strip(" ,;")
