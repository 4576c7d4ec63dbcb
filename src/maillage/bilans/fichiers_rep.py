"""A file of aggregates (a spreadsheet, a CSV): refused whole when it looks like pupils or when a line is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date

from maillage.bilans.errors import FichierNominatif, FichierRefuse
from maillage.bilans.rules.indicateurs_rep import INDICATEURS, Mesure
from maillage.bilans.rules.lecture_rep import (
    COLONNES,
    LIGNES_AU_PLUS,
    LigneImpossible,
    LigneLue,
    lire_ligne,
    plier,
    signe_nominatif,
)
from maillage.classeurs.lecture import FichierIllisible, Limites, lire
from maillage.classeurs.rules.classeur import Ligne
from maillage.notions.temps import AnneeScolaire

MEGAOCTET = 1024 * 1024
LIMITES = Limites(
    octets=5 * MEGAOCTET, octets_decompresses=40 * MEGAOCTET, cellules=300_000, colonnes=60
)
REQUISES = frozenset({"uai", "indicateur", "rentree", "effectif", "source"})
MONTREES = 20


def lire_le_fichier(
    nom: str, octets: bytes, membres: Collection[str], *, au_plus: date
) -> tuple[LigneLue, ...]:
    """The aggregates of a file, all of them or none."""
    try:
        classeur = lire(octets, nom, LIMITES)
    except FichierIllisible as refus:
        raise FichierRefuse(refus.message, a_faire=refus.a_faire) from refus
    premiere = next(f for f in classeur.feuilles if f.lignes)
    (_, entetes), *lignes = [_textes(ligne) for ligne in premiere.lignes]
    if signe := signe_nominatif(entetes, [textes for _, textes in lignes]):
        raise FichierNominatif(signe)
    colonnes = [plier(e) for e in entetes]
    absentes = sorted(REQUISES - set(colonnes))
    if absentes:
        raise FichierRefuse(f"Il manque les colonnes : {', '.join(absentes)}.")
    if len(lignes) > LIGNES_AU_PLUS:
        raise FichierRefuse(f"Le fichier dépasse {LIGNES_AU_PLUS} lignes.")
    if not lignes:
        raise FichierRefuse("Le fichier n'a que des titres de colonnes.")
    return _lues(colonnes, lignes, membres, AnneeScolaire.du(au_plus).rentree)


def _lues(
    colonnes: list[str],
    lignes: list[tuple[int, list[str]]],
    membres: Collection[str],
    derniere: int,
) -> tuple[LigneLue, ...]:
    lues, refus = [], []
    for numero, ligne in lignes:
        champs = dict(zip(colonnes, ligne, strict=False))
        if not any(champs.get(c, "").strip() for c in ("nombre", "effectif", "valeur")):
            continue  # a line of the model that nobody filled in
        try:
            lue = lire_ligne(champs, membres)
        except LigneImpossible as raison:
            refus.append((numero, str(raison)))
            continue
        if lue.rentree > derniere:
            refus.append((numero, f"la rentrée {lue.rentree} n’a pas encore eu lieu"))
        lues.append(lue)
    if refus:
        s = "s" if len(refus) > 1 else ""
        raise FichierRefuse(f"{len(refus)} ligne{s} à corriger dans le fichier.", refus[:MONTREES])
    if not lues:
        raise FichierRefuse("Aucune ligne du fichier ne porte de nombre.")
    return tuple(lues)


def _textes(ligne: Ligne) -> tuple[int, list[str]]:
    """Number of a row, and its cells as a person reads them, from the first column."""
    numero, cases = ligne
    lus = {c.colonne: c.texte for c in cases}
    return numero, [lus.get(i, "") for i in range(1, max(lus) + 1)]


def modele(membres: dict[str, str]) -> bytes:
    """An empty file to fill in: the columns, and one line for each school and indicator counted there."""
    tampon = io.StringIO()
    ecrit = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrit.writerow(COLONNES)
    for i in INDICATEURS:
        for uai, nature in membres.items():
            if nature in i.lieu.natures:
                ecrit.writerow([uai, i.code, "", "", "", "", ""])
        for qui in ("reseau", "hors_ep", "departement", "academie", "national"):
            if not (qui == "reseau" and i.mesure is Mesure.PART):
                ecrit.writerow([qui, i.code, "", "", "", "", ""])
    return tampon.getvalue().encode("utf-8-sig")
