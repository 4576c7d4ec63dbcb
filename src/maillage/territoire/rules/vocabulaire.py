"""The words of a list of schools: which schools hold a word, or a word written nearly so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from rapidfuzz.distance import OSA

from maillage.territoire.rules.noms import LIAISONS

LONGUEUR_UNE_FAUTE = 4
LONGUEUR_DEUX_FAUTES = 9


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulaire:
    """Inverted index, and the memory of the words already looked for."""

    _places: Mapping[str, frozenset[int]]
    _noms: Mapping[str, int]
    _par_longueur: Mapping[int, Sequence[str]]
    _proches: dict[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def de(cls, noms: Sequence[tuple[str, ...]]) -> Self:
        places: dict[str, set[int]] = defaultdict(set)
        for place, mots in enumerate(noms):
            for mot in (*mots, *_paires(mots)):
                if mot not in LIAISONS:
                    places[mot].add(place)
        distincts: dict[str, int] = defaultdict(int)
        for nom in set(noms):
            for mot in set(nom):
                distincts[mot] += 1
        longueurs: dict[int, list[str]] = defaultdict(list)
        for mot in places:
            longueurs[len(mot)].append(mot)
        return cls({m: frozenset(p) for m, p in places.items()}, dict(distincts), dict(longueurs))

    def candidats(self, mots: Sequence[str]) -> list[int]:
        """Return the schools that share a whole word with the text, or one with a slip of the pen."""
        trouves: set[int] = set()
        for mot in mots:
            if len(mot) > 1 and mot not in LIAISONS:
                trouves |= self._de(mot)
        return sorted(trouves)

    def noms_avec(self, mot: str) -> int:
        """Return how many different names hold this word: «Jean» is in many, «Balzac» in one."""
        return self._noms.get(mot, 0)

    def _de(self, mot: str) -> frozenset[int]:
        if mot not in self._proches:
            places: set[int] = set(self._places.get(mot, ()))
            for longueur in range(len(mot) - 2, len(mot) + 3):
                for connu in self._par_longueur.get(longueur, ()):
                    if fautes(mot, connu) is not None:
                        places |= self._places[connu]
            self._proches[mot] = frozenset(places)
        return self._proches[mot]


def fautes(mot: str, connu: str) -> int | None:
    """Count the slips between two words; None when they are too many for their length."""
    longueur = min(len(mot), len(connu))
    if longueur < LONGUEUR_UNE_FAUTE or mot.isdigit() or connu.isdigit():
        return None
    permises = 2 if longueur >= LONGUEUR_DEUX_FAUTES else 1
    if abs(len(mot) - len(connu)) > permises:
        return None
    distance = OSA.distance(mot, connu, score_cutoff=permises)
    return distance if distance <= permises else None


def _paires(mots: tuple[str, ...]) -> Iterator[str]:
    return (gauche + droite for gauche, droite in pairwise(mots))
