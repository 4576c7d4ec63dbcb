"""Eight French words to print in minutes: the first 88 bits of a digest, eleven bits a word.

Whoever rewrites the journal would have to find another chain with the same 88 bits: 2^88 attempts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from maillage.notions.erreurs import ErreurMetier

MOTS, BITS = 8, 11
TAILLE = 1 << BITS  # words in the list
CHIFFRES = MOTS * BITS // 4  # hexadecimal digits of a digest that the phrase says


class PhraseIllisible(ErreurMetier):
    """A word is not of the list, or there are not eight of them."""

    def __init__(self, raison: str) -> None:
        super().__init__(f"Cette phrase n'est pas une ancre : {raison}.")


def plier(mot: str) -> str:
    """A word without accents nor capitals: it may have been copied by hand."""
    lettres = unicodedata.normalize("NFD", mot.lower().replace("œ", "oe"))
    return "".join(c for c in lettres if not unicodedata.combining(c))


def phrase(empreinte: str, mots: Sequence[str]) -> str:
    """The phrase of a digest written in hexadecimal."""
    bits = int(empreinte[:CHIFFRES], 16)
    rangs = [(bits >> BITS * n) & (TAILLE - 1) for n in reversed(range(MOTS))]
    return " ".join(mots[r] for r in rangs)


def debut_de_l_empreinte(dite: str, mots: Sequence[str]) -> str:
    """The hexadecimal digits that a phrase says, else raise `PhraseIllisible`."""
    rangs = {plier(m): n for n, m in enumerate(mots)}
    lus = [plier(m) for m in dite.replace("-", " ").split()]
    if len(lus) != MOTS:
        raise PhraseIllisible(f"elle a {len(lus)} mots et non {MOTS}")
    bits = 0
    for mot in lus:
        if mot not in rangs:
            raise PhraseIllisible(f"« {mot} » n'est pas dans la liste")
        bits = (bits << BITS) | rangs[mot]
    return f"{bits:0{CHIFFRES}x}"
