"""Names of children in a text meant for élus: found without accents nor case, told to whoever writes. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

CIVILITES = frozenset({"mme", "mlle", "monsieur", "madame", "docteur"})
LETTRES = 3  # a shorter word is met too often to tell anything alone


@dataclass(frozen=True, slots=True)
class NomsTrouves:
    """`certains`: a first name and its family name together; `possibles`: a capitalised word that is one of them."""

    certains: tuple[str, ...]
    possibles: tuple[str, ...]

    def avec(self, autres: Iterable[str]) -> NomsTrouves:
        """The same, and other words to look at."""
        return NomsTrouves(self.certains, tuple(sorted({*self.possibles, *autres})))


def plier(mot: str) -> str:
    return unicodedata.normalize("NFKD", mot).encode("ascii", "ignore").decode().lower()


def noms_dans(texte: str, enfants: Iterable[tuple[str, str]]) -> NomsTrouves:
    """What the text holds of these (name, first name)."""
    mots = _decouper(texte)
    plies = {plier(m) for m in mots}
    propres = {plier(m): m for m in mots if m[:1].isupper() and len(m) >= LETTRES}
    certains: list[str] = []
    possibles: dict[str, str] = {}
    for nom, prenom in enfants:
        noms, prenoms = _mots(nom), _mots(prenom)
        entiers = {*noms} or {plier(m) for m in _decouper(nom)}
        if entiers and entiers <= plies and {*prenoms, *map(plier, _decouper(prenom))} & plies:
            certains.append(f"{prenom} {nom}")
            continue
        possibles |= {m: propres[m] for m in (*noms, *prenoms) if m in propres}
    return NomsTrouves(tuple(sorted(set(certains))), tuple(sorted(set(possibles.values()))))


def _decouper(texte: str) -> list[str]:
    """The words, once each accent stands with its letter: a text pasted from elsewhere may hold them apart."""
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", texte))


def _mots(nom: str) -> list[str]:
    return [m for m in map(plier, _decouper(nom)) if len(m) >= LETTRES]


def membres_dans(texte: str, noms: Iterable[str]) -> tuple[str, ...]:
    """The accounts of the programme that the text names: every word of the name but its civility."""
    plies = {plier(m) for m in _decouper(texte)}
    lus = ((nom, [m for m in _mots(nom) if m not in CIVILITES]) for nom in noms)
    return tuple(sorted({nom for nom, mots in lus if mots and set(mots) <= plies}))
