"""Cells of a child's file that hold words: school, telephone, motives, agreement, decision, référent, actions."""

from __future__ import annotations

import re
from datetime import date

from maillage.reprise.rules.champs import vide_de_sens
from maillage.reprise.rules.classeur import Cellule
from maillage.reprise.rules.ecriture import mots, ranger
from maillage.reprise.rules.lu import Lu
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.releve import IMPORTEE, Issue, Releve, conclure, reste_a_placer
from maillage.reprise.rules.valeurs import coche, lire_motifs, lire_oui_non, lire_telephones

_ACTIONS = re.compile(r"\s*(?:[+,;\n/&]|\bet\b)\s*")


def etablissement(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if isinstance(cellule.valeur, date | int | float):
        releve.avertir(colonne, cellule, "Ceci n'est pas un nom d'établissement.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("etablissement", ranger(cellule.texte))
    return IMPORTEE


def telephone(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_telephones(cellule.valeur)
    releve.joindre("telephones", lu.valeur or ())
    if lu.valeur and mots(lu.reste) in (
        "mere",
        "pere",
        "maman",
        "papa",
        "parents",
        "m",
        "mme",
        "domicile",
        "et",
        "ou",
    ):
        releve.joindre("telephones_de", (f"{lu.valeur[0]} {lu.reste}",))
        return IMPORTEE
    return conclure(releve, colonne, cellule, lu)


def motifs(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_motifs(cellule.valeur, releve.lexiques)
    releve.joindre("motifs", lu.valeur or ())
    if lu.reste and all(
        vide_de_sens(r) or mots(r).startswith("autre") for r in lu.reste.split(" ; ")
    ):
        lu = Lu(lu.valeur, "probable", lu.avertissement)
    return conclure(releve, colonne, cellule, lu)


def accord(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    code = releve.lexiques.accords.premier(cellule.texte)
    if code is None and vide_de_sens(cellule.valeur):
        code = (
            "demande"
            if "attente" in mots(cellule.texte) or "cours" in mots(cellule.texte)
            else None
        )
    if code is None and lire_oui_non(cellule.valeur).valeur:
        code = "oral_trace"
        releve.poser("accord_sans_forme", True)
    if code:
        releve.poser("accord", code)
        return IMPORTEE
    return conclure(releve, colonne, cellule, lire_oui_non(cellule.valeur))


def pris_en_charge(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_oui_non(cellule.valeur)
    code = (
        releve.lexiques.refus.premier(cellule.texte)
        if lu.valeur is False or not lu.lisible
        else None
    )
    if lu.lisible or code:
        releve.poser("pris_en_charge", bool(lu.valeur) and not code)
    if code and len(mots(cellule.texte)) > 3:
        releve.poser("motif_non_prise_en_charge", code)
        return IMPORTEE
    return conclure(releve, colonne, cellule, lu)


def referent(releve: Releve, _colonne: Colonne, cellule: Cellule) -> Issue:
    releve.poser("referent_ecrit", ranger(cellule.texte))
    return IMPORTEE


def actions(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """Actions are the team's own words; an action that speaks of something else than activities waits."""
    texte = cellule.texte
    if isinstance(cellule.valeur, str) and coche(cellule.valeur) is None:
        sens = set(releve.lexiques.textes.tous(texte)) & {"jugement", "judiciaire", "social"}
        if sens or len(texte) > 120:
            return reste_a_placer(releve, colonne, cellule)
        releve.joindre("actions", tuple(p for p in _ACTIONS.split(texte) if p))
    elif coche(cellule.valeur):
        releve.joindre("actions", (colonne.entete,))
    return IMPORTEE
