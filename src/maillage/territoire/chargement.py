"""Reading of the official files, by header name: their columns move from one year to the next.

Each reader takes bytes and gives rows and rejected lines; nothing is written here.
"""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType

from maillage.territoire.enregistrements import Champs, Lecture, LigneRefusee, lire
from maillage.territoire.lignes import (
    LigneCommune,
    LigneEtablissement,
    LigneFerie,
    LigneLabel,
    LignePeriode,
    LigneReseau,
)
from maillage.territoire.rules.noms import plier
from maillage.territoire.rules.reseaux import LABELS_DE_RESEAU
from maillage.territoire.rules.uai import uai_valide

SYNONYMES = MappingProxyType({
    "identifiant_de_l_etablissement": "uai", "uai_etablissement": "uai", "numero_uai": "uai",
    "uai_tete": "uai_tete_de_reseau", "uai_du_college_tete": "uai_tete_de_reseau",
    "ep": "label", "type_ep": "label", "education_prioritaire": "label",
    "appartenance_education_prioritaire": "label",
    "nom_reseau": "nom_du_reseau", "nom_tete_de_reseau": "nom_du_reseau",
})  # fmt: skip


def lire_annuaire(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the annuaire de l'éducation (column names in any case, `;` or `,`)."""
    attendues = ("identifiant_de_l_etablissement", "nom_etablissement", "type_etablissement")
    return lire(octets, attendues, _ligne_de_l_annuaire)


def lire_zone_ep(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the list of collèges and lycées with their `zone_ep`."""
    return lire(octets, ("uai", "type_etab", "nom_etablissement", "zone_ep"), _ligne_de_zone_ep)


def lire_etablissements(octets: bytes) -> Lecture[LigneEtablissement]:
    """Read the list shipped with the product."""
    return lire(octets, ("uai", "nature", "nom", "code_commune", "source"), _ligne_livree)


def lire_labels(octets: bytes) -> Lecture[LigneLabel]:
    """Read dated labels."""

    def ligne(c: Champs) -> LigneLabel:
        return LigneLabel(_uai(c["uai"]), c["label"], _jour(c["depuis"]), c["source"])

    return lire(octets, ("uai", "label", "depuis", "source"), ligne)


def lire_communes(octets: bytes) -> Lecture[LigneCommune]:
    """Read the communes of the COG."""

    def ligne(c: Champs) -> LigneCommune:
        if not re.fullmatch(r"[0-9][0-9AB]\d{3}", c["code"]):
            raise LigneRefusee(f"code de commune impossible\u00a0: «\u00a0{c['code']}\u00a0»")
        postaux, anciens = c.get("codes_postaux", ""), c.get("anciens_codes", "")
        return LigneCommune(c["code"], c["nom"], c["departement"], postaux, anciens)

    return lire(octets, ("code", "nom", "departement"), ligne)


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

    return lire(octets, ("zone", "annee_scolaire", "nom", "premier_jour", "dernier_jour"), ligne)


def lire_jours_feries(octets: bytes) -> Lecture[LigneFerie]:
    """Read the public holidays."""
    return lire(octets, ("date", "nom"), lambda c: LigneFerie(_jour(c["date"]), c["nom"]))


def lire_reseaux(octets: bytes) -> Lecture[LigneReseau]:
    """Read the établissements of éducation prioritaire with their tête de réseau, one line each.

    Column names move: `uai` or `identifiant_de_l_etablissement`; `uai_tete_de_reseau` or `uai_tete`; `label`, `ep`
    or `ep_2024_2025`. The line of the head itself may name the réseau.
    """
    return lire(octets, ("uai", "uai_tete_de_reseau", "label"), _ligne_de_reseau, SYNONYMES)


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


def _ligne_de_reseau(c: Champs) -> LigneReseau:
    label = _label(c["label"].upper().replace(" ", ""))
    if label not in LABELS_DE_RESEAU:
        raise LigneRefusee(f"ce n'est ni REP ni REP+\u00a0: «\u00a0{c['label']}\u00a0»")
    return LigneReseau(
        uai=_uai(c["uai"]),
        tete=_uai(c["uai_tete_de_reseau"]),
        label=label,
        nom=c.get("nom_du_reseau", ""),
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
