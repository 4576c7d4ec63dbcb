"""A file of aggregates (CSV, xlsx): read in memory, refused whole when it looks like pupils or when a line is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date
from pathlib import PurePath

from maillage.bilans.errors import FichierNominatif, FichierRefuse
from maillage.bilans.feuille_xlsx import lire_la_premiere_feuille
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
from maillage.notions.temps import AnneeScolaire

OCTETS_AU_PLUS = 5 * 1024 * 1024
REQUISES = frozenset({"uai", "indicateur", "rentree", "effectif", "source"})
MONTREES = 20


def lire_le_fichier(
    nom: str, octets: bytes, membres: Collection[str], *, au_plus: date
) -> tuple[LigneLue, ...]:
    """The aggregates of a file, all of them or none."""
    if len(octets) > OCTETS_AU_PLUS:
        raise FichierRefuse("Le fichier dépasse 5\u00a0Mo : ce n'est pas un tableau par école.")
    suffixe = PurePath(nom).suffix.lower()
    if suffixe in (".xls", ".ods"):
        raise FichierRefuse("Enregistrez ce tableur en xlsx ou en CSV.")
    rangs = lire_la_premiere_feuille(octets) if octets[:2] == b"PK" else _csv(octets)
    rangs = [r for r in rangs if any(c.strip() for c in r)]
    if not rangs:
        raise FichierRefuse("Le fichier est vide.")
    entetes, lignes = rangs[0], rangs[1:]
    if signe := signe_nominatif(entetes, lignes):
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
    colonnes: list[str], lignes: list[list[str]], membres: Collection[str], derniere: int
) -> tuple[LigneLue, ...]:
    lues, refus = [], []
    for numero, ligne in enumerate(lignes, start=2):
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


def _csv(octets: bytes) -> list[list[str]]:
    if b"\x00" in octets[:1024]:
        raise FichierRefuse("Ce fichier n'est ni un CSV ni un tableur.")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    premiere = texte.split("\n", 1)[0]
    try:
        return list(csv.reader(io.StringIO(texte), delimiter=";" if ";" in premiere else ","))
    except csv.Error as panne:
        raise FichierRefuse("Ce fichier n'est ni un CSV ni un tableur.") from panne


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
