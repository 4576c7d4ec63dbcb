"""Records of an official CSV file, by header name; what a line may not hold is said with its number."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType
from typing import Generic, TypeVar

from maillage.territoire.errors import FichierIllisible
from maillage.territoire.rules.noms import plier

T = TypeVar("T")
Champs = Mapping[str, str]
SANS_SYNONYME: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rejet:
    """A line that was not taken, and why. Line 1 is the header."""

    ligne: int
    raison: str


@dataclass(frozen=True, slots=True)
class Lecture(Generic[T]):
    """What a file holds."""

    lignes: tuple[T, ...]
    rejets: tuple[Rejet, ...]


class LigneRefusee(ValueError):
    """Why one line is not taken."""


def lire(
    octets: bytes,
    attendues: tuple[str, ...],
    ligne: Callable[[Champs], T],
    synonymes: Mapping[str, str] = SANS_SYNONYME,
) -> Lecture[T]:
    """Read a file whose header has at least these columns; `synonymes`: other name of a column → ours."""
    lues: list[T] = []
    rejets: list[Rejet] = []
    for numero, champs in _enregistrements(octets, attendues, synonymes):
        try:
            lues.append(ligne(champs))
        except LigneRefusee as refus:
            rejets.append(Rejet(numero, str(refus)))
    return Lecture(tuple(lues), tuple(rejets))


def _enregistrements(
    octets: bytes, attendues: tuple[str, ...], synonymes: Mapping[str, str]
) -> Iterator[tuple[int, Champs]]:
    texte = texte_de(octets)
    premiere = texte.split("\n", 1)[0]
    lecteur = csv.reader(io.StringIO(texte), delimiter=";" if ";" in premiere else ",")
    colonnes = [re.sub(r"[^a-z0-9]+", "_", plier(c)).strip("_") for c in next(lecteur, [])]
    colonnes = [_nom_attendu(c, synonymes) for c in colonnes]
    absentes = [c for c in attendues if c not in colonnes]
    if absentes:
        raise FichierIllisible(
            f"Le fichier n'a pas les colonnes attendues\u00a0: {', '.join(absentes)}."
        )
    for valeurs in lecteur:
        if any(valeurs):
            paires = zip_longest(colonnes, valeurs[: len(colonnes)], fillvalue="")
            yield lecteur.line_num, {colonne: valeur.strip() for colonne, valeur in paires}


def _nom_attendu(colonne: str, synonymes: Mapping[str, str]) -> str:
    """The name we use for a column; the year that ends some names is no part of them."""
    sans_annee = re.sub(r"_(20\d\d)(_20\d\d)?$", "", colonne)
    return synonymes.get(sans_annee, colonne)


def texte_de(octets: bytes) -> str:
    if octets[:2] == b"\x1f\x8b":
        try:
            octets = gzip.decompress(octets)
        except (OSError, EOFError) as panne:
            raise FichierIllisible("Le fichier compressé est abîmé.") from panne
    if not octets.strip():
        raise FichierIllisible("Le fichier est vide.")
    if b"\x00" in octets[:1024]:
        raise FichierIllisible("Ce fichier n'est pas un fichier CSV.")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")
