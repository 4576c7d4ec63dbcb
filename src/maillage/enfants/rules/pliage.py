"""Folding: accents, case, ligatures and punctuation do not tell two names apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTRES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_SEPARATEURS = re.compile(r"[\W_]+")


class _Plis(dict[int, str]):
    """What each character becomes, worked out the first time that it is met."""

    def __missing__(self, code: int) -> str:
        decompose = unicodedata.normalize("NFKD", chr(code).casefold().translate(_LETTRES))
        plat = "".join(c for c in decompose if not unicodedata.combining(c)).casefold()
        self[code] = _SEPARATEURS.sub(" ", plat)
        return self[code]


_PLIS = _Plis({ord("\n"): "\n"})  # a line stays a line, so that many texts are folded as one


def plier(texte: str) -> str:
    """Fold accents, case, ligatures and punctuation: «ŒUVRARD-N'Diaye » gives «oeuvrard n diaye»."""
    return " ".join(texte.translate(_PLIS).split())


def plier_tous(textes: Iterable[str]) -> dict[str, str]:
    """Fold many texts at once."""
    return {
        texte: plie if plie.isalnum() else " ".join(plie.split())
        for texte, plie in plier_grossierement(textes).items()
    }


def plier_grossierement(textes: Iterable[str]) -> dict[str, str]:
    """Fold many texts at once, runs of spaces left as they are."""
    simples: list[str] = []  # ASCII alone is folded much faster
    autres: list[str] = []
    for texte in textes:
        (simples if texte.isascii() else autres).append(texte)
    return _plier_lignes(simples) | _plier_lignes(autres)


def _plier_lignes(textes: list[str]) -> dict[str, str]:
    lignes = "\n".join(textes)
    if lignes.count("\n") != len(textes) - 1:  # a text of several lines
        lignes = "\n".join([texte.replace("\n", " ") for texte in textes])
    return dict(zip(textes, lignes.translate(_PLIS).split("\n"), strict=False))
