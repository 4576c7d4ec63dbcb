"""Cells of a child's file that hold words: school, telephone, motives, agreement, decision, référent, actions."""

from __future__ import annotations

import re
from datetime import date

from maillage.classeurs.rules.classeur import Cellule
from maillage.reprise.rules.champs import vide_de_sens
from maillage.reprise.rules.ecriture import mots, ranger
from maillage.reprise.rules.lu import Lu
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.releve import (
    IMPORTEE,
    Issue,
    Releve,
    conclure,
    incidente_a_placer,
    reste_a_placer,
)
from maillage.reprise.rules.textes import parle
from maillage.reprise.rules.valeurs import coche, lire_motifs, lire_oui_non, lire_telephones

MOTS_D_UN_RECIT = 3
MOTS_D_UN_NOM = 5  # «Mme Élodie Martin Lopes (remplacement)»
_NOM_DE_PERSONNE = re.compile(r"[^\W\d_][^\W\d_.'’\-]*(?:[ .'’\-()]+[^\W\d_]+){0,6}[.)]*")
_SOIN = re.compile(
    r"\b(accompagn|suivi|orient|bilan|relais|aide|soutien|rdv|atelier|prise en charge|ortho|psychomot|sante)"
)
_ACTIONS = re.compile(r"\s*(?:[+,;\n/&]|\bet\b)\s*")


def etablissement(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if isinstance(cellule.valeur, date | int | float):
        releve.avertir(colonne, cellule, "Ceci n'est pas un nom d'établissement.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("etablissement", ranger(cellule.texte))
    return incidente_a_placer(releve, colonne, cellule)


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
    if lu.lisible and not lu.reste and isinstance(cellule.valeur, str):
        return (
            IMPORTEE
            if not _motif_bavard(releve, cellule.texte)
            else reste_a_placer(releve, colonne, cellule)
        )
    return conclure(releve, colonne, cellule, lu)


def _motif_bavard(releve: Releve, texte: str) -> bool:
    """A motive that tells a story: its code is kept, its words wait."""
    for morceau in re.split(r"[+;,\n/]", texte):
        reste = releve.lexiques.motifs.sans(morceau)
        tus = ("sante", "social") if len(reste.split()) < MOTS_D_UN_RECIT else ()
        if parle(reste, releve.lexiques, *tus):
            return True
    return False


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
        if parle(releve.lexiques.accords.sans(cellule.texte), releve.lexiques):
            return reste_a_placer(releve, colonne, cellule)
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
        if parle(releve.lexiques.refus.sans(cellule.texte), releve.lexiques, "sante"):
            return reste_a_placer(releve, colonne, cellule)
        return IMPORTEE
    return conclure(releve, colonne, cellule, lu)


def referent(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """A name becomes a poste, known of the whole team: whatever is not plainly a name stays sealed."""
    texte = ranger(cellule.texte)
    if not _NOM_DE_PERSONNE.fullmatch(texte) or parle(texte, releve.lexiques):
        if parle(texte, releve.lexiques) or len(texte.split(" ")) > MOTS_D_UN_NOM:
            return reste_a_placer(releve, colonne, cellule)
        releve.avertir(colonne, cellule, "Référent à préciser.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("referent_ecrit", texte)
    return incidente_a_placer(releve, colonne, cellule)


def actions(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """Actions are the team's own words; an action that speaks of something else than activities waits."""
    texte = cellule.texte
    if isinstance(cellule.valeur, str) and coche(cellule.valeur) is None:
        parties = tuple(p for p in _ACTIONS.split(texte) if p)
        soins = all(_SOIN.search(mots(p)) or not parle(p, releve.lexiques) for p in parties)
        if len(texte) > 120 or not soins or parle(texte, releve.lexiques, "sante"):
            return reste_a_placer(releve, colonne, cellule)
        releve.joindre("actions", parties)
    elif coche(cellule.valeur):
        releve.joindre("actions", (colonne.entete,))
    return IMPORTEE
