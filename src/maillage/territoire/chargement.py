"""Reading of the official files, by header name: their columns move from one year to the next.

Each reader takes bytes and gives rows and rejected lines; nothing is written here.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Generic, TypeVar

from maillage.territoire.errors import FichierIllisible
from maillage.territoire.lignes import (
    LigneCommune,
    LigneEtablissement,
    LigneFerie,
    LigneLabel,
    LignePeriode,
)
from maillage.territoire.rules.noms import plier
from maillage.territoire.rules.uai import uai_valide

T = TypeVar("T")
Champs = Mapping[str, str]


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


def lire_annuaire(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the annuaire de l'éducation (column names in any case, `;` or `,`)."""
    attendues = ("identifiant_de_l_etablissement", "nom_etablissement", "type_etablissement")
    return _lire(octets, attendues, _ligne_de_l_annuaire)


def lire_zone_ep(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the list of collèges and lycées with their `zone_ep`."""
    return _lire(octets, ("uai", "type_etab", "nom_etablissement", "zone_ep"), _ligne_de_zone_ep)


def lire_etablissements(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the list shipped with the product."""
    return _lire(octets, ("uai", "nature", "nom", "code_commune", "source"), _ligne_livree)


def lire_labels(octets: bytes) -> Lecture[LigneLabel]:
    """Read dated labels."""

    def ligne(c: Champs) -> LigneLabel:
        return LigneLabel(_uai(c["uai"]), c["label"], _jour(c["depuis"]), c["source"])

    return _lire(octets, ("uai", "label", "depuis", "source"), ligne)


def lire_communes(octets: bytes) -> Lecture[LigneCommune]:
    """Read the communes of the COG."""

    def ligne(c: Champs) -> LigneCommune:
        if not re.fullmatch(r"[0-9][0-9AB]\d{3}", c["code"]):
            raise LigneRefusee(f"code de commune impossible\u00a0: «\u00a0{c['code']}\u00a0»")
        postaux, anciens = c.get("codes_postaux", ""), c.get("anciens_codes", "")
        return LigneCommune(c["code"], c["nom"], c["departement"], postaux, anciens)

    return _lire(octets, ("code", "nom", "departement"), ligne)


def lire_vacances(octets: bytes) -> Lecture[LignePeriode]:
    """Read the school calendar, both days included."""

    def ligne(c: Champs) -> LignePeriode:
        if c["zone"] not in {"A", "B", "C"}:
            raise LigneRefusee(f"zone inconnue\u00a0: «\u00a0{c['zone']}\u00a0»")
        if not re.match(r"\d{4}-\d{4}$", c["annee_scolaire"]):
            raise LigneRefusee(
                f"année scolaire illisible\u00a0: «\u00a0{c['annee_scolaire']}\u00a0»"
            )
        premier, dernier = _jour(c["premier_jour"]), _jour(c["dernier_jour"])
        if dernier < premier:
            raise LigneRefusee("la période finit avant de commencer")
        return LignePeriode(c["zone"], int(c["annee_scolaire"][:4]), c["nom"], premier, dernier)

    return _lire(octets, ("zone", "annee_scolaire", "nom", "premier_jour", "dernier_jour"), ligne)


def lire_jours_feries(octets: bytes) -> Lecture[LigneFerie]:
    """Read the public holidays."""
    return _lire(octets, ("date", "nom"), lambda c: LigneFerie(_jour(c["date"]), c["nom"]))


def _lire(octets: bytes, attendues: tuple[str, ...], ligne: Callable[[Champs], T]) -> Lecture[T]:
    lues: list[T] = []
    rejets: list[Rejet] = []
    for numero, champs in _enregistrements(octets, attendues):
        try:
            lues.append(ligne(champs))
        except LigneRefusee as refus:
            rejets.append(Rejet(numero, str(refus)))
    return Lecture(tuple(lues), tuple(rejets))


def _enregistrements(octets: bytes, attendues: tuple[str, ...]) -> Iterator[tuple[int, Champs]]:
    texte = _texte(octets)
    premiere = texte.split("\n", 1)[0]
    lecteur = csv.reader(io.StringIO(texte), delimiter=";" if ";" in premiere else ",")
    colonnes = [re.sub(r"[^a-z0-9]+", "_", plier(c)).strip("_") for c in next(lecteur, [])]
    absentes = [c for c in attendues if c not in colonnes]
    if absentes:
        raise FichierIllisible(
            f"Le fichier n'a pas les colonnes attendues\u00a0: {', '.join(absentes)}."
        )
    for valeurs in lecteur:
        if any(valeurs):
            paires = zip_longest(colonnes, valeurs[: len(colonnes)], fillvalue="")
            yield lecteur.line_num, {colonne: valeur.strip() for colonne, valeur in paires}


def _texte(octets: bytes) -> str:
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


def _ligne_de_l_annuaire(c: Champs) -> LigneEtablissement:
    lat, lon = _point(c)
    return LigneEtablissement(
        uai=_uai(c["identifiant_de_l_etablissement"]),
        nature=_nature(c),
        nom=c["nom_etablissement"],
        code_commune=c.get("code_commune", ""),
        localite=c.get("nom_commune", ""),
        adresse=c.get("adresse_1", ""),
        code_postal=c.get("code_postal", ""),
        secteur=_secteur(c.get("statut_public_prive", "")),
        lon=lon,
        lat=lat,
        label=_label(c.get("appartenance_education_prioritaire", "")),
        ouvert=c.get("etat", "OUVERT").upper() in {"OUVERT", "A FERMER", ""},
    )


def _ligne_de_zone_ep(c: Champs) -> LigneEtablissement:
    code_postal = c.get("code_postal", "")
    return LigneEtablissement(
        uai=_uai(c["uai"]),
        nature=_nature({"type_etablissement": c["type_etab"]}),
        nom=c["nom_etablissement"],
        code_commune="",
        localite=c.get("commune", ""),
        adresse=c.get("adresse", ""),
        code_postal=code_postal.zfill(5) if code_postal else "",
        secteur="",
        lon=None,
        lat=None,
        label=_label(c["zone_ep"]),
    )


def _ligne_livree(c: Champs) -> LigneEtablissement:
    return LigneEtablissement(
        uai=_uai(c["uai"]),
        nature=c["nature"],
        nom=c["nom"],
        code_commune=c["code_commune"],
        localite=c["commune"],
        adresse=c["adresse"],
        code_postal=c["code_postal"],
        secteur=c["secteur"],
        lon=_nombre(c["lon"]),
        lat=_nombre(c["lat"]),
        label="",
        source=c["source"],
    )


def _nature(c: Champs) -> str:
    genre = plier(c["type_etablissement"])
    if genre == "ecole":
        if c.get("code_nature", "") in {"101", "103"}:
            return "ecole_maternelle"
        deux = c.get("ecole_maternelle") == "1" and c.get("ecole_elementaire") == "1"
        return "ecole_primaire" if deux else "ecole_elementaire"
    natures = {
        "college": "college",
        "lycee": "lycee",
        "erea": "etablissement_specialise",
        "medico-social": "etablissement_specialise",
    }
    if genre not in natures:
        raise LigneRefusee(
            f"«\u00a0{c['type_etablissement']}\u00a0» n'est pas un lieu de scolarité"
        )
    return natures[genre]


def _label(texte: str) -> str:
    return {"REP": "rep", "REP+": "rep_plus", "HEP": "hors_education_prioritaire"}.get(texte, "")


def _secteur(texte: str) -> str:
    plie = plier(texte)
    return "prive" if plie.startswith("prive") else "public" if plie.startswith("public") else ""


def _point(c: Champs) -> tuple[float | None, float | None]:
    lat, _, lon = c.get("position", "").partition(",")
    return _nombre(lat or c.get("latitude", "")), _nombre(lon or c.get("longitude", ""))


def _nombre(texte: str) -> float | None:
    try:
        return float(texte)
    except ValueError:
        return None


def _uai(texte: str) -> str:
    if not uai_valide(texte.upper()):
        raise LigneRefusee(f"UAI impossible\u00a0: «\u00a0{texte}\u00a0»")
    return texte.upper()


def _jour(texte: str) -> date:
    try:
        return date.fromisoformat(texte[:10])
    except ValueError:
        raise LigneRefusee(f"date illisible\u00a0: «\u00a0{texte}\u00a0»") from None
