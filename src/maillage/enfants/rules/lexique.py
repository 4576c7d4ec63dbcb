"""The distinct names of a field, read, with the numbers of what is compared first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .noms import NomLu, lire_plies

Entiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cles:
    """Numbered keys of each distinct name: how many it has, and all of them in a row."""

    comptes: Entiers
    plates: Entiers


@dataclass(frozen=True, slots=True)
class Lexique:
    """The distinct names of one field. Numbers are shared by surnames and given names."""

    lus: tuple[NomLu, ...]
    soudes: NDArray[np.object_]
    numero_soude: Entiers  # 0 when unknown
    principale: Entiers  # number of the main key, 0 when unknown
    compose: NDArray[np.bool_]
    debuts: tuple[
        Entiers, Entiers
    ]  # numbers of the first letter and of the first two of the main key
    toutes: Cles
    principales: Cles  # the main key and those of the words

    def __len__(self) -> int:
        return len(self.lus)


def lire_lexiques(noms: Sequence[str], prenoms: Sequence[str]) -> tuple[Lexique, Lexique]:
    """Read surnames and given names already folded."""
    lus = lire_plies([*noms, *prenoms])
    soudes, cles = {"": 0}, {"": 0}
    champs = [
        (tuple(champ), _numeros((n.soude for n in champ), soudes), _toutes(champ, cles),
         _principales(champ, cles))
        for champ in (lus[: len(noms)], lus[len(noms) :])
    ]  # fmt: skip
    debuts = [_numeros((cle[:taille] for cle in cles), {"": 0}) for taille in (1, 2)]
    un, deux = (_lexique(*champ, debuts) for champ in champs)
    return un, deux


def _lexique(
    lus: tuple[NomLu, ...], soude: Entiers, toutes: Cles, principales: Cles, debuts: list[Entiers]
) -> Lexique:
    principale = np.zeros(len(lus), dtype=np.int64)
    avec = principales.comptes > 0
    debut = np.cumsum(principales.comptes) - principales.comptes
    principale[avec] = principales.plates[debut[avec]]
    return Lexique(
        lus, np.array([n.soude for n in lus], dtype=object), soude, principale,
        np.array([n.compose for n in lus], dtype=bool),
        (debuts[0][principale], debuts[1][principale]), toutes, principales,
    )  # fmt: skip


def _numeros(mots: Iterable[str], vocabulaire: dict[str, int]) -> Entiers:
    return np.array([vocabulaire.setdefault(m, len(vocabulaire)) for m in mots], dtype=np.int64)


def _toutes(lus: Sequence[NomLu], vocabulaire: dict[str, int]) -> Cles:
    comptes = np.array([len(n.charpentes) + len(n.morceaux) for n in lus], dtype=np.int64)
    return Cles(comptes, _numeros((cle for n in lus for cle in n.cles), vocabulaire))


def _principales(lus: Sequence[NomLu], vocabulaire: dict[str, int]) -> Cles:
    cles = [
        tuple(dict.fromkeys(n.charpentes[:1] + n.morceaux)) if n.morceaux else n.charpentes[:1]
        for n in lus
    ]
    comptes = np.array([len(c) for c in cles], dtype=np.int64)
    return Cles(comptes, _numeros((cle for groupe in cles for cle in groupe), vocabulaire))
