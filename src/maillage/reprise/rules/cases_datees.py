"""Cells that hold dates: single dates, séances of EPS, points with the school, months in columns, years."""

from __future__ import annotations

import re

from maillage.classeurs.rules.classeur import Cellule, ecrire
from maillage.notions.temps import DatePartielle
from maillage.reprise.rules.dates import lire_date, lire_dates, rang_du_mois
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.lu import Lu
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.releve import (
    IMPORTEE,
    Issue,
    Lecteur,
    Releve,
    conclure,
    incidente_a_placer,
    reste_a_placer,
)
from maillage.reprise.rules.valeurs import coche

_MOTS_DE_POINT = frozenset(
    {"fait", "ok", "a faire", "oui", "non", "x", "vu", "prevu", "reporte", "annule", "absent"}
)
_TRIMESTRE = re.compile(r"\b[ts] ?\d\b|\b\d ?(?:er|e|eme)? ?(?:trim|sem)\w*|\b(?:trim|sem)\w* ?\d")
_ANNEE = re.compile(r"(?<!\d)(20\d\d|\d\d)(?: ?[-/_ ] ?(20\d\d|\d\d))?(?!\d)")


def date_seule(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        ordre, douteux = releve.ordres.get(colonne.indice, ("jour_mois", False))
        lu = lire_date(cellule.valeur, releve.pivot, ordre, douteux=douteux)
        if lu.valeur:
            releve.poser(champ, lu.valeur)
        elif champ == "naissance" and "calendrier" in lu.avertissement:
            releve.impossibles.append(
                (colonne, cellule, "Cette date de naissance n'existe pas au calendrier.")
            )
        elif champ == "entree" and (code := releve.lexiques.refus.premier(cellule.texte)):
            releve.poser("motif_non_prise_en_charge", code)
            releve.poser("pris_en_charge", False)
            releve.avertir(
                colonne,
                cellule,
                "Refus écrit à la place d'une date d'entrée : lu comme non pris en charge.",
            )
            return IMPORTEE
        elif champ == "sortie" and (code := releve.lexiques.sorties.premier(cellule.texte)):
            releve.champs["motif_dit"] = code
            return incidente_a_placer(releve, colonne, cellule)
        if champ == "sortie" and lu.reste and (code := releve.lexiques.sorties.premier(lu.reste)):
            releve.champs["motif_dit"] = code
            return incidente_a_placer(releve, colonne, cellule)
        return conclure(releve, colonne, cellule, lu)

    return lire


def passages(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    ordre, douteux = releve.ordres.get(colonne.indice, ("jour_mois", False))
    lues, reste = lire_dates(cellule.valeur, releve.pivot, ordre, douteux=douteux)
    releve.joindre("eps", tuple(lu.valeur for lu in lues if lu.valeur))
    avertissement = next((lu.avertissement for lu in lues if lu.avertissement), "")
    certitude = "certaine" if any(lu.valeur for lu in lues) else lues[0].certitude
    return conclure(releve, colonne, cellule, Lu(None, certitude, avertissement, reste))


def passage_coche(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_date(colonne.jour or colonne.entete.lower().replace("eps", ""), releve.pivot)
    if coche(cellule.valeur) and lu.valeur:
        releve.joindre("eps", (lu.valeur,))
    elif coche(cellule.valeur):
        releve.avertir(colonne, cellule, "Passage en EPS coché sans date : à préciser.")
    return IMPORTEE if coche(cellule.valeur) is not None else passages(releve, colonne, cellule)


def point_ecole(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lues, reste = lire_dates(cellule.valeur, releve.pivot)
    connu = mots(cellule.texte) in _MOTS_DE_POINT
    if not connu and (reste or not lues[0].lisible):
        return reste_a_placer(releve, colonne, cellule)
    ecrit = mots(cellule.texte) if connu else ", ".join(str(lu.valeur) for lu in lues if lu.valeur)
    releve.joindre("points_ecole", (f"{colonne.entete} : {ecrit}",))
    return IMPORTEE


def annee(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lue = annee_de(ecrire(cellule.valeur))
    if lue is None:
        releve.avertir(colonne, cellule, "Année non reconnue.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("annee", lue)
    return IMPORTEE


def mois_en_colonne(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """A month column: a tick or a number is a presence; words name an event of that month."""
    mois = lire_date(colonne.jour, releve.pivot).valeur if colonne.jour else None
    if mois:
        mois = DatePartielle(mois.annee, mois.mois)
    mois = mois or releve.champs.get("mois_du_titre", {}).get(colonne.indice)
    if coche(cellule.valeur) is not None or isinstance(cellule.valeur, int | float):
        releve.joindre("mois", ((str(mois or colonne.entete), cellule.texte),))
        return IMPORTEE
    plie = mots(cellule.texte)
    for mot, champ in (("eps", "eps"), ("entree", "entree"), ("sortie", "sortie")):
        if plie == mot and mois:
            releve.joindre("eps", (mois,)) if champ == "eps" else releve.poser(champ, mois)
            return IMPORTEE
    if plie in ("eps", "entree", "sortie"):
        releve.avertir(colonne, cellule, "Mois sans année : à préciser.")
        return "importee", "gardée telle quelle, à préciser"
    return reste_a_placer(releve, colonne, cellule)


def annee_de(texte: str) -> int | None:
    """The first year of «2023-2024», «23/24», «2023» or «année 2023»."""
    lu = _ANNEE.search(texte)
    if not lu or (len(lu[1]) == 2 and not lu[2]):
        return None
    annee = int(lu[1])
    return annee if annee > 99 else 2000 + annee


def periode_de(nom: str) -> str:
    """The year, the term or the month that a sheet stands for («2023-2024», «T1 2024», «Janvier»), or nothing."""
    annee = annee_de(nom)
    if lu := _TRIMESTRE.search(mots(nom)):
        return f"{annee or ''}-{lu.group().replace(' ', '')}"
    for mot in mots(nom).split(" "):
        try:
            return f"{annee or ''}-{rang_du_mois(mot):02d}"
        except ValueError:
            continue
    return str(annee) if annee else ""
