"""Rows of reference files, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LigneEtablissement:
    """A school as a file describes it. `label` is empty when the file says nothing of it."""

    uai: str
    nature: str
    nom: str
    code_commune: str
    localite: str
    adresse: str
    code_postal: str
    secteur: str
    lon: float | None
    lat: float | None
    label: str
    ouvert: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class LigneCommune:
    """A commune of the COG."""

    code: str
    nom: str
    departement: str
    codes_postaux: str
    anciens_codes: str


@dataclass(frozen=True, slots=True)
class LigneLabel:
    """A label of a school, from a day."""

    uai: str
    label: str
    depuis: date
    source: str


@dataclass(frozen=True, slots=True)
class LignePeriode:
    """A period without class of one zone."""

    zone: str
    annee: int
    nom: str
    premier_jour: date
    dernier_jour: date


@dataclass(frozen=True, slots=True)
class LigneFerie:
    """A public holiday."""

    jour: date
    nom: str


@dataclass(frozen=True, slots=True)
class LigneReseau:
    """An établissement and the collège at the head of its réseau; `uai` is the head's on the head's own line."""

    uai: str
    tete: str
    label: str
    nom: str = ""
