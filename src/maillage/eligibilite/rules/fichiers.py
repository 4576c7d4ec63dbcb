"""Situations and schools read from files. What cannot be read is unknown and told; no row is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf
from typing import TypeVar

from maillage.eligibilite.rules.situations import (
    HORS,
    Ecole,
    SituationAJuger,
    ecoles_par_uai,
    en_france,
    label_lu,
)
from maillage.eligibilite.rules.tableaux import (
    FichierIllisible,
    LigneDeTableau,
    lire_tableau,
    nombre,
    vrai,
)

V = TypeVar("V")
COLONNES = (
    "id", "commune", "lon", "lat", "incertitude_m", "score", "type_position", "scolarise", "uai",
    "parcours_ouvert", "poste_referent",
)  # fmt: skip
COLONNES_D_ECOLE = ("uai", "nom", "commune", "label", "reseau")


@dataclass(frozen=True, slots=True)
class LigneRefusee:
    """A row that makes no situation, and why."""

    ligne: int
    id: str
    raison: str


@dataclass(frozen=True, slots=True)
class SituationsLues:
    """The situations of a file, the rows refused, and what is to be known of the whole file."""

    situations: tuple[SituationAJuger, ...]
    refusees: tuple[LigneRefusee, ...]
    avertissements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EcolesLues:
    """Schools by UAI, and what is to be known of the file."""

    ecoles: dict[str, Ecole]
    avertissements: tuple[str, ...]


@dataclass(slots=True)
class _Ligne:
    """A row being read; its faults are kept."""

    ligne: LigneDeTableau
    fautes: list[str] = field(default_factory=list)

    def lire(self, colonne: str, lecture: Callable[[str], V | None]) -> tuple[V | None, bool]:
        """The value of a cell, and whether it could be read."""
        texte = self.ligne[colonne]
        try:
            return lecture(texte), True
        except ValueError:
            self.fautes.append(
                f"Ligne {self.ligne.numero}, {colonne} : « {texte} » n'est pas lisible."
            )
            return None, False

    def position(self) -> tuple[float | None, float | None]:
        """Longitude and latitude, both or none."""
        (lon, a), (lat, b) = self.lire("lon", nombre), self.lire("lat", nombre)
        if lon is None or lat is None:
            if a and b and (lon is None) != (lat is None):
                self.fautes.append(f"Ligne {self.ligne.numero} : une coordonnée manque.")
            return None, None
        if en_france(lon, lat):
            return lon, lat
        inverse = ", elle semble inversée" if en_france(lat, lon) else ""
        self.fautes.append(
            f"Ligne {self.ligne.numero} : cette position n'est pas en France{inverse}."
        )
        return None, None


def lire_situations(octets: bytes, nom: str = "des situations") -> SituationsLues:
    """Read `situations.csv`. Raises FichierIllisible when it is no table of situations."""
    tableau = lire_tableau(octets, ("id",), nom)
    lues: dict[str, SituationAJuger] = {}
    refusees = []
    for ligne in tableau.lignes:
        situation = _situation(ligne)
        if situation.id in lues:
            raison = "Cet identifiant est déjà celui d'une ligne plus haut."
            refusees.append(LigneRefusee(ligne.numero, situation.id, raison))
        else:
            lues[situation.id] = situation
    absentes = [c for c in COLONNES if c not in tableau.colonnes]
    avertissements = [f"Colonne absente, tenue pour inconnue : {c}." for c in absentes]
    return SituationsLues(tuple(lues.values()), tuple(refusees), tuple(avertissements))


def _situation(ligne: LigneDeTableau) -> SituationAJuger:
    lecture = _Ligne(ligne, [f"Ligne {ligne.numero} : {f}." for f in ligne.fautes])
    identifiant = ligne["id"]
    if not identifiant:
        identifiant = f"ligne {ligne.numero}"
        lecture.fautes.append(f"Ligne {ligne.numero} : elle n'a pas d'identifiant.")
    lon, lat = lecture.position()
    incertitude, lisible = lecture.lire("incertitude_m", nombre)
    if incertitude is not None and incertitude < 0:
        lecture.fautes.append(f"Ligne {ligne.numero} : une incertitude n'est pas négative.")
        lisible = False
    score, score_lisible = lecture.lire("score", nombre)
    age, _ = lecture.lire("age", nombre)
    return SituationAJuger(
        id=identifiant,
        commune=ligne["commune"],
        lon=lon,
        lat=lat,
        incertitude_m=incertitude if lisible else inf,  # written and unreadable: nothing is sure
        score=score if score_lisible else 0.0,
        type_position=ligne["type_position"],
        scolarise=lecture.lire("scolarise", vrai)[0],
        uai=ligne["uai"].replace(" ", "").upper(),
        parcours_ouvert=lecture.lire("parcours_ouvert", vrai)[0],
        referent=ligne["poste_referent"],
        age=None if age is None else int(age),
        derogation=bool(lecture.lire("derogation", vrai)[0]),
        fautes=tuple(lecture.fautes),
    )


def lire_ecoles(octets: bytes, nom: str = "des écoles") -> EcolesLues:
    """Read `ecoles.csv`. A school listed without label nor réseau is hors éducation prioritaire, and told so."""
    tableau = lire_tableau(octets, ("uai", "label"), nom)
    lues: dict[str, Ecole] = {}
    avertissements, sans_label = [], 0
    for ligne in tableau.lignes:
        ecole, dit = _ecole(ligne)
        sans_label += not ligne["label"] and not ecole.reseau
        avertissements += dit
        connue = lues.get(ecole.uai)
        if connue is not None and connue.label != ecole.label:
            ecole = replace(ecole, label=None, reseau="")
            avertissements.append(
                f"{ecole.uai} est écrit deux fois, avec deux labels : à vérifier."
            )
        lues[ecole.uai] = ecole
    if sans_label:
        avertissements.append(f"{sans_label} écoles sans label : lues hors éducation prioritaire.")
    return EcolesLues(ecoles_par_uai(lues.values()), tuple(avertissements))


def _ecole(ligne: LigneDeTableau) -> tuple[Ecole, list[str]]:
    ecrit, reseau = ligne["label"], ligne["reseau"]
    label = label_lu(ecrit) if ecrit else (None if reseau else HORS)
    dits = []
    if ecrit and label is None:
        dits.append(
            f"Ligne {ligne.numero} : « {ecrit} » n'est pas un label connu, l'école est à vérifier."
        )
    uai = ligne["uai"].replace(" ", "").upper()
    if not uai:
        dits.append(f"Ligne {ligne.numero} : une école sans UAI ne sert à personne.")
    return Ecole(uai, ligne["nom"], ligne["commune"], label, reseau), dits


__all__ = ["EcolesLues", "FichierIllisible", "SituationsLues", "lire_ecoles", "lire_situations"]
