"""What the rules look at of one child, and of its school. None is «not known», never «no»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from maillage.territoire.rules.projection import METROPOLE, OUTRE_MER

# How far a position may be wrong when its source does not say, in metres, by what was found of the address.
INCERTITUDES = {
    "housenumber": 15.0,
    "numero": 15.0,
    "entree": 15.0,
    "parcelle": 30.0,
    "interpolation": 50.0,
    "manuel": 15.0,
    "street": 200.0,
    "voie": 200.0,
    "rue": 200.0,
    "locality": 500.0,
    "lieu_dit": 500.0,
}
COMMUNE_SEULE = frozenset({"municipality", "commune", "city", "ville", "centre"})
INCERTITUDE_TUE = 50.0  # nothing is said of it


@dataclass(frozen=True, slots=True)
class SituationAJuger:
    """One child as the rules see it: no name. `fautes` are cells that could not be read, and so are unknown."""

    id: str
    commune: str = ""
    lon: float | None = None
    lat: float | None = None
    incertitude_m: float | None = None
    score: float | None = None
    type_position: str = ""
    scolarise: bool | None = None
    uai: str = ""
    parcours_ouvert: bool | None = None
    referent: str = ""
    age: int | None = None
    derogation: bool = False
    voie: str = ""  # the street of the home, when the file of addresses is sure of it
    numero: int | None = None
    fautes: tuple[str, ...] = ()

    def sans_position(self, score_minimum: float) -> str:
        """Why the home cannot be placed on a map; empty when it can."""
        if self.lon is None or self.lat is None:
            return "adresse_inconnue"
        if self.score is not None and self.score < score_minimum:
            return "score_faible"
        if self.incertitude_m is None and plier(self.type_position) in COMMUNE_SEULE:
            return "commune_seule"
        return ""

    @property
    def incertitude(self) -> float:
        """How far the position may be wrong, in metres."""
        if self.incertitude_m is not None:
            return self.incertitude_m
        return INCERTITUDES.get(plier(self.type_position), INCERTITUDE_TUE)


@dataclass(frozen=True, slots=True)
class Ecole:
    """A school. `label`: a code of N5; None when nobody said."""

    uai: str
    nom: str = ""
    commune: str = ""
    label: str | None = None
    reseau: str = ""


Ecoles = Mapping[str, Ecole]


def ecoles_par_uai(ecoles: Iterable[Ecole]) -> dict[str, Ecole]:
    """Schools by UAI; a school of a réseau that bears no label of its own takes that of its réseau, when it is one."""
    lues = list(ecoles)
    labels: dict[str, set[str]] = {}
    for e in lues:
        if e.reseau and e.label in PRIORITAIRES:
            labels.setdefault(plier(e.reseau), set()).add(e.label)
    par_uai = {e.uai: e for e in lues}
    for e in lues:
        if e.label is None and e.reseau:
            siens = labels.get(plier(e.reseau), set())
            tete = par_uai.get(e.reseau.upper())
            if not siens and tete is not None and tete.label in PRIORITAIRES:
                siens = {tete.label}
            if len(siens) == 1:
                par_uai[e.uai] = Ecole(e.uai, e.nom, e.commune, next(iter(siens)), e.reseau)
    return par_uai


PRIORITAIRES = frozenset({"rep", "rep_plus"})
HORS = "hors_education_prioritaire"
LABELS = {
    "rep": "rep",
    "rep+": "rep_plus",
    "rep_plus": "rep_plus",
    "repplus": "rep_plus",
    "hep": HORS,
    "hors_ep": HORS,
    "hors": HORS,
    "hors_rep": HORS,
    "non": HORS,
    "aucun": HORS,
    "sans": HORS,
    HORS: HORS,
}


def label_lu(texte: str) -> str | None:
    """The label that a text names; None when it names none."""
    return LABELS.get(plier(texte).replace("_+", "+").replace("+_", "+"))


@lru_cache(maxsize=4096)
def plier(texte: str) -> str:
    """A text without case, accents nor punctuation: what people write in several ways is one."""
    nu = unicodedata.normalize("NFKD", texte.casefold())
    nu = "".join(c for c in nu if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9+]+", "_", nu).strip("_")


def en_france(lon: float, lat: float) -> bool:
    """Tell whether a position is one of France; swapped coordinates and zeros are none."""
    if not (isfinite(lon) and isfinite(lat)):
        return False
    return any(t.ouest <= lon <= t.est and t.sud <= lat <= t.nord for t in (METROPOLE, *OUTRE_MER))
