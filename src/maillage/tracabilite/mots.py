"""The list of words of the anchors, as shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from maillage.tracabilite.rules.phrase import phrase


@cache
def mots() -> tuple[str, ...]:
    """2,048 words; the rank of each is eleven bits."""
    texte = files("maillage.tracabilite").joinpath("data", "mots.txt").read_text(encoding="utf-8")
    return tuple(texte.split())


def phrase_de(empreinte: str) -> str:
    """The eight words of a digest."""
    return phrase(empreinte, mots())
