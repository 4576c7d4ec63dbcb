"""Names as written: put in order, never recased, cut in two when a single column holds both."""

from __future__ import annotations

import re

from maillage.reprise.rules.ecriture import mots, ranger
from maillage.reprise.rules.lu import Lu

_PARTICULES = frozenset(
    [
        "le",
        "la",
        "de",
        "da",
        "do",
        "dos",
        "du",
        "des",
        "d",
        "el",
        "al",
        "ben",
        "ould",
        "ait",
        "van",
        "von",
        "abd",
        "abou",
        "saint",
        "st",
    ]
)
_PARENTHESES = re.compile(r"\s*\([^)]*\)\s*")


def _capitales(mot: str) -> bool:
    lettres = [c for c in mot if c.isalpha()]
    return len(lettres) > 1 and all(c.isupper() for c in lettres)


def couper(texte: str, *, prenom_d_abord: bool = False) -> Lu[tuple[str, str]]:
    """Cut «AYDIN, Noémie», «SAÏD ALI Leïla» or «Noémie AYDIN» into surname and first name."""
    propre = ranger(_PARENTHESES.sub(" ", texte)) or ranger(texte)
    if "," in propre or ";" in propre:
        gauche, _, droite = re.sub(";", ",", propre).partition(",")
        paire = (
            (ranger(droite), ranger(gauche)) if prenom_d_abord else (ranger(gauche), ranger(droite))
        )
        return Lu(paire)
    parties = propre.split(" ")
    grands = [
        _capitales(m) or (m.isupper() and len(m) == 1 and i == 0) for i, m in enumerate(parties)
    ]
    if any(grands) and not all(grands):
        return _par_les_capitales(parties, grands)
    return _par_la_place(parties, prenom_d_abord=prenom_d_abord)


def _par_les_capitales(parties: list[str], grands: list[bool]) -> Lu[tuple[str, str]]:
    nom = " ".join(m for m, g in zip(parties, grands, strict=True) if g)
    prenom = " ".join(m for m, g in zip(parties, grands, strict=True) if not g)
    return Lu((nom, prenom))


def _par_la_place(parties: list[str], *, prenom_d_abord: bool) -> Lu[tuple[str, str]]:
    if len(parties) == 1:
        return Lu((parties[0], ""), "probable", "Un seul mot : le prénom manque.")
    if prenom_d_abord:
        return Lu(
            (" ".join(parties[1:]), parties[0]),
            "probable",
            "Nom et prénom séparés d'après leur place.",
        )
    rang = 1
    while rang < len(parties) - 1 and mots(parties[rang - 1]) in _PARTICULES:
        rang += 1
    paire = (" ".join(parties[:rang]), " ".join(parties[rang:]))
    certaine = len(parties) == 2
    return Lu(paire, "probable", "" if certaine else "Nom et prénom séparés d'après leur place.")


def cle_d_identite(nom: str, prenom: str) -> str:
    """Folded surname and first name, for exact comparison."""
    return f"{mots(nom)}|{mots(prenom)}"
