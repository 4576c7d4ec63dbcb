"""Nomenclatures: the closed lists of the trade, shipped as dated data and numbered N1 to N36.

A stored value is a code (ASCII, never reused); the label is only for the screen. Nothing is ever
removed from a list: an item that is no longer used gets a last day (`jusqu_au`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from maillage.notions.erreurs import ErreurMetier
from maillage.notions.temps import Periode

DOSSIER = "data/nomenclatures"


class CodeInconnu(ErreurMetier):
    """A code that its nomenclature never held."""

    a_faire = "Choisissez une valeur de la liste."


class NomenclatureInconnue(ErreurMetier):
    """A number for which no list is shipped."""


@dataclass(frozen=True, slots=True)
class Modalite:
    """One item of a list. `source` starts with S (sourced), P (partly) or M (proposed by us);
    `enquete` is the word of the national survey when it is known; `famille` the axis or parent.
    """

    code: str
    libelle: str
    ordre: int
    depuis: date | None
    jusqu_au: date | None
    source: str
    enquete: str
    famille: str

    def valide_au(self, jour: date) -> bool:
        return Periode(self.depuis, self.jusqu_au).contient(jour)


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """One list, its items in their order of display."""

    numero: str
    nom: str
    modalites: tuple[Modalite, ...]
    _par_code: Mapping[str, Modalite]

    def __contains__(self, code: object) -> bool:
        return code in self._par_code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(m.code for m in self.modalites)

    @property
    def choix(self) -> tuple[tuple[str, str], ...]:
        """Code and label of each item, as a form lists them."""
        return tuple((m.code, m.libelle) for m in self.modalites)

    def code(self, code: str) -> Modalite:
        """Return the item of this code; `CodeInconnu` when the list never held it."""
        try:
            return self._par_code[code]
        except KeyError:
            raise CodeInconnu(
                f"«\u00a0{code}\u00a0» n'est pas une valeur de la liste {self.numero.upper()}"
                f" ({self.nom.replace('_', ' ')})."
            ) from None

    def libelle(self, code: str) -> str:
        return self.code(code).libelle

    def valides_au(self, jour: date) -> tuple[Modalite, ...]:
        """Items that can be chosen on this civil day."""
        return tuple(m for m in self.modalites if m.valide_au(jour))

    def de_famille(self, famille: str) -> tuple[Modalite, ...]:
        """Items of one axis (N15 `suite`) or children of one parent (N16 `1_education`)."""
        return tuple(m for m in self.modalites if m.famille == famille)


def charger(numero: str) -> Nomenclature:
    """Return a nomenclature by its number: "n08", "N8" and "8" are the same list."""
    lu = re.fullmatch(r"[nN]?0*(\d{1,2})", numero.strip())
    cle = f"n{int(lu.group(1)):02d}" if lu else ""
    if cle not in _fichiers():
        raise NomenclatureInconnue(f"La nomenclature «\u00a0{numero}\u00a0» n'existe pas.")
    return _charger(cle)


def toutes() -> tuple[Nomenclature, ...]:
    """Return every shipped nomenclature, by number."""
    return tuple(charger(numero) for numero in sorted(_fichiers()))


@cache
def _fichiers() -> Mapping[str, str]:
    dossier = resources.files("maillage.notions").joinpath(DOSSIER)
    return {f.name[:3]: f.name for f in dossier.iterdir() if f.name.endswith(".csv")}


@cache
def _charger(numero: str) -> Nomenclature:
    fichier = _fichiers()[numero]
    source = resources.files("maillage.notions").joinpath(DOSSIER, fichier)
    lignes = csv.DictReader(source.read_text(encoding="utf-8").splitlines(), delimiter=";")
    modalites = tuple(sorted((_modalite(ligne) for ligne in lignes), key=lambda m: m.ordre))
    return Nomenclature(
        numero=numero,
        nom=fichier[4:-4],
        modalites=modalites,
        _par_code=MappingProxyType({m.code: m for m in modalites}),
    )


def _modalite(ligne: Mapping[str, str]) -> Modalite:
    return Modalite(
        code=ligne["code"],
        libelle=ligne["libelle"],
        ordre=int(ligne["ordre"]),
        depuis=_jour(ligne["depuis"]),
        jusqu_au=_jour(ligne["jusqu_au"]),
        source=ligne["source"],
        enquete=ligne["enquete"],
        famille=ligne["famille"],
    )


def _jour(texte: str) -> date | None:
    return date.fromisoformat(texte) if texte else None
