"""Reading a file of aggregates: what each line says, and the signs that a file holds pupils. Pure.

«Jamais de résultats d'élèves»: a file that looks nominative is refused whole, and nothing of it is kept or repeated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.bilans.rules.indicateurs_rep import (
    EFFECTIF_MAXIMAL,
    EFFECTIF_MINIMAL,
    PAR_CODE,
    REFERENCES,
    IndicateurRep,
    Mesure,
    Portee,
)

COLONNES = ("uai", "indicateur", "rentree", "nombre", "effectif", "valeur", "source")
NOMINATIVES = frozenset({
    "nom", "prenom", "noms", "prenoms", "eleve", "eleves", "enfant", "enfants", "ine",
    "naissance", "date_de_naissance", "ne_le", "sexe", "adresse", "responsable", "telephone",
    "courriel", "mail", "identifiant_eleve", "id_eleve", "nom_de_famille", "nom_prenom",
    "prenom_nom", "nom_eleve", "prenom_eleve", "nom_de_l_eleve", "prenom_de_l_eleve",
    "numero_ine", "id_national", "classe", "division",
})  # fmt: skip
INE = re.compile(r"\b(?:\d{9}[A-Z]{2}|\d{10}[A-Z]|\d{4}[A-Z]\d{5}[A-Z])\b")
JOUR = re.compile(r"\b(?:[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-[01]\d-[0-3]\d)\b")
UAI = re.compile(r"\d{7}[A-Z]")
LIGNES_AU_PLUS = 2000


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One aggregate of the file."""

    indicateur: str
    rentree: int
    portee: Portee
    uai: str
    nombre: int | None
    effectif: int | None
    valeur: Decimal | None
    source: str


class LigneImpossible(ValueError):
    """Why one line cannot be taken; the sentence is shown."""


def plier(texte: str) -> str:
    """«Date de naissance» → `date_de_naissance`."""
    nu = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", nu).strip("_")


def signe_nominatif(entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """What makes a file look like a list of pupils, in words; empty when nothing does. No value of the file is repeated."""
    for entete in entetes:
        if plier(entete) in NOMINATIVES:
            return f"la colonne « {entete.strip()[:40]} »"
    source = next((i for i, e in enumerate(entetes) if plier(e) == "source"), -1)
    vues: set[tuple[str, ...]] = set()
    for ligne in lignes:
        for i, case in enumerate(ligne):
            if INE.search(case.upper()):
                return "un identifiant national d’élève"
            if i != source and JOUR.search(case):
                return "des dates qui ressemblent à des dates de naissance"
        cle = tuple(
            ligne[i]
            for i, e in enumerate(entetes)
            if plier(e) in ("uai", "indicateur", "rentree") and i < len(ligne)
        )
        if len(cle) == 3 and cle in vues:
            return "plusieurs lignes pour la même école, le même indicateur et la même rentrée"
        vues.add(cle)
    return ""


def lire_ligne(champs: Mapping[str, str], membres: Iterable[str]) -> LigneLue:
    """One line. `membres`: the schools of the réseau. Raises LigneImpossible."""
    indicateur = PAR_CODE.get(plier(champs.get("indicateur", "")))
    if indicateur is None:
        raise LigneImpossible("cet indicateur n’est pas dans la liste")
    lue = re.fullmatch(
        r"\s*(20\d\d)(?:\.0)?(?:\s*[-/]\s*(?:20)?\d\d)?\s*", champs.get("rentree", "")
    )
    if lue is None:
        raise LigneImpossible("la rentrée s’écrit 2025 ou 2025-2026")
    if not champs.get("source", "").strip():
        raise LigneImpossible("la source manque")
    portee, uai = _qui(champs.get("uai", ""), set(membres))
    nombre, effectif = _entier(champs, "nombre"), _entier(champs, "effectif")
    valeur = _decimal(champs, "valeur")
    verifier(indicateur, portee, nombre=nombre, effectif=effectif, valeur=valeur)
    return LigneLue(indicateur.code, int(lue[1]), portee, uai, nombre, effectif, valeur,
                    champs["source"].strip()[:160])  # fmt: skip


def _qui(texte: str, membres: set[str]) -> tuple[Portee, str]:
    net = texte.strip().upper()
    if UAI.fullmatch(net):
        if net not in membres:
            raise LigneImpossible(f"{net} n’est pas une école de ce réseau")
        return Portee.ETABLISSEMENT, net
    connues = {p.value: p for p in (Portee.RESEAU, *REFERENCES)}
    portee = connues.get(plier(texte))
    if portee is None:
        raise LigneImpossible(
            "la première colonne porte un UAI, ou : reseau, hors_ep, departement, academie, national"
        )
    return portee, ""


def _entier(champs: Mapping[str, str], nom: str) -> int | None:
    net = re.sub(r"[\s\u00a0\u202f]", "", champs.get(nom, ""))
    if not net:
        return None
    lu = re.fullmatch(r"(\d{1,8})(?:[.,]0+)?", net)
    if lu is None:
        raise LigneImpossible(f"« {nom} » doit être un nombre entier")
    return int(lu[1])


def _decimal(champs: Mapping[str, str], nom: str) -> Decimal | None:
    net = re.sub(r"[\s\u00a0\u202f%]", "", champs.get(nom, "")).replace(",", ".")
    if not net:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4})?", net):
        raise LigneImpossible(f"« {nom} » doit être un nombre, par exemple 64,1")
    return Decimal(net)


def verifier(
    indicateur: IndicateurRep,
    portee: Portee,
    *,
    nombre: int | None,
    effectif: int | None,
    valeur: Decimal | None,
) -> None:
    """What a figure must hold to be kept: the headcount always, except for a published reference. Raises LigneImpossible."""
    reference = portee in REFERENCES
    if effectif is None and not reference:
        raise LigneImpossible("l’effectif manque : un taux ne s’affiche jamais sans lui")
    if effectif is not None and effectif > EFFECTIF_MAXIMAL:
        raise LigneImpossible("cet effectif est trop grand")
    if effectif is not None and effectif < EFFECTIF_MINIMAL:
        raise LigneImpossible(
            f"moins de {EFFECTIF_MINIMAL} élèves : ce nombre parlerait de quelqu’un"
        )
    if nombre is not None and effectif is None:
        raise LigneImpossible("un nombre va avec son effectif")
    if nombre is not None and effectif is not None and nombre > effectif:
        raise LigneImpossible("le nombre dépasse l’effectif")
    if indicateur.mesure is Mesure.RAPPORT:
        if valeur is None or nombre is not None:
            raise LigneImpossible("cet indicateur s’écrit dans « valeur », avec l’effectif")
        return
    if valeur is not None and (not reference or nombre is not None):
        raise LigneImpossible(
            "écrivez le nombre et l’effectif ; un taux seul n’est pris que pour une référence publiée"
        )
    if nombre is None and valeur is None:
        raise LigneImpossible("le nombre manque")
    if valeur is not None and valeur > 100:
        raise LigneImpossible("un taux ne dépasse pas 100 %")
