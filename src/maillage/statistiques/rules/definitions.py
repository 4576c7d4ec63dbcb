"""The indicators, as objects: what each one answers, what it counts, when, from what, what it does not say. Values apart."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from maillage.notions.erreurs import Introuvable


@dataclass(frozen=True, slots=True)
class Indicateur:
    """A definition. `reference`: a national or local value with its source, never a norm; empty when none was read.

    `par_enfant`: it may be counted for a part of the children; the others are of the whole programme only.
    """

    code: str
    version: int
    libelle: str
    question: str
    unite: str
    formule: str
    periode: str
    source: str
    limites: str
    reference: str
    par_enfant: bool

    @property
    def empreinte(self) -> str:
        """Digest of what is counted: it changes with the meaning, not with the words of the question or the limits."""
        sens = f"{self.code}\n{self.unite}\n{self.formule}\n{self.periode}\n{self.source}"
        return hashlib.sha256(sens.encode()).hexdigest()[:16]

    @property
    def numero(self) -> str:
        """What a document prints beside a figure: the definition and its version."""
        return f"{self.code} v{self.version}"


@cache
def definitions() -> Mapping[str, Indicateur]:
    """Every indicator, by code, in the order of the pages."""
    fichier = resources.files("maillage.statistiques").joinpath("data/definitions.toml")
    lues = tomllib.loads(fichier.read_text(encoding="utf-8"))
    return MappingProxyType({code: Indicateur(code, **champs) for code, champs in lues.items()})


def definition(code: str) -> Indicateur:
    """One indicator; `Introuvable` when there is none of this code."""
    if code not in definitions():
        raise Introuvable
    return definitions()[code]
