"""Header rows: how they are recognised, and how a group row above or a second row below completes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from maillage.classeurs.rules.classeur import Cellule, Feuille, Ligne
from maillage.reprise.rules.champs import IDENTITE, Champ, est_date
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import LONGUEUR_D_UN_GROUPE, Titre, champ_du_titre
from maillage.reprise.rules.valeurs import lire_telephones

CHAMPS_MINIMUM = 3
PART_MINIMUM = 0.4


def champs_de(cellules: Sequence[Cellule], lexiques: Lexiques) -> list[str]:
    textes = (c.texte for c in cellules if isinstance(c.valeur, str))
    return [champ for t in textes if (champ := champ_du_titre(t, lexiques))]


def _nomme(cellule: Cellule, lexiques: Lexiques) -> bool:
    return isinstance(cellule.valeur, str) and champ_du_titre(cellule.valeur, lexiques) in IDENTITE


def est_entete(cellules: Sequence[Cellule], lexiques: Lexiques) -> bool:
    """Tell whether a row is the header of a table of children."""
    if not any(_nomme(c, lexiques) for c in cellules):
        return False
    champs = champs_de(cellules, lexiques)
    distincts = set(champs)
    if not distincts & IDENTITE:
        return False
    certaine = len(distincts & {*IDENTITE, Champ.NAISSANCE}) > 1
    if not certaine and len(champs) < PART_MINIMUM * len(cellules):
        return False
    if any(
        isinstance(c.valeur, int | float) and not isinstance(c.valeur, bool) and c.valeur > 31
        for c in cellules
        if not est_date(c.valeur)
    ):
        return False
    if any(lire_telephones(c.valeur).valeur for c in cellules):  # a title is not a number to call
        return False
    return len(distincts) >= min(CHAMPS_MINIMUM, len(cellules)) and len(distincts) > 1


def est_autre_entete(cellules: Sequence[Cellule], lexiques: Lexiques) -> bool:
    """Tell whether a row heads something that is not a list of children (a dashboard, a list of streets)."""
    textes = [
        c for c in cellules if isinstance(c.valeur, str) and len(c.valeur) <= LONGUEUR_D_UN_GROUPE
    ]
    if len(textes) < 2 or len(textes) < len(cellules) or any(est_date(c.valeur) for c in cellules):
        return False
    champs = set(champs_de(cellules, lexiques))
    return bool(champs) and not champs & IDENTITE and len(champs) >= len(cellules) / 2


def _groupes(ligne: Ligne, feuille: Feuille, droite: int) -> dict[int, str]:
    """Spread each group label over its merged area, or up to the next label."""
    numero, cellules = ligne
    largeurs = {(f.haut, f.gauche): f.droite for f in feuille.fusions}
    etendues: dict[int, str] = {}
    for rang, cellule in enumerate(cellules):
        suivante = cellules[rang + 1].colonne - 1 if rang + 1 < len(cellules) else droite
        dernier = largeurs.get(
            (numero, cellule.colonne),
            cellule.colonne if feuille.fusions else suivante,
        )
        for colonne in range(cellule.colonne, min(dernier, suivante) + 1):
            etendues[colonne] = " ".join(cellule.texte.split())
    return etendues


def _est_groupe(ligne: Ligne | None, numero: int, largeur: int) -> bool:
    if ligne is None or ligne[0] != numero:
        return False
    cellules = ligne[1]
    courtes = all(
        isinstance(c.valeur, str) and len(c.valeur) <= LONGUEUR_D_UN_GROUPE for c in cellules
    )
    return 1 < len(cellules) < largeur and courtes


def _est_sous_titre(
    ligne: Ligne | None,
    numero: int,
    titres: Sequence[Cellule],
    lexiques: Lexiques,
) -> bool:
    """A second header row names columns that the first leaves blank, and names nobody."""
    if ligne is None or ligne[0] != numero:
        return False
    nommees = {c.colonne for c in titres}
    identite = {c.colonne for c in titres if champ_du_titre(c.texte, lexiques) in IDENTITE}
    sous = {c.colonne for c in ligne[1]}
    courtes = all(len(c.texte) <= LONGUEUR_D_UN_GROUPE for c in ligne[1])
    bornes = min(nommees) <= min(sous) and courtes and not sous & identite
    return bornes and bool(sous - nommees) and len(sous) > 1


def titres_de(
    feuille: Feuille,
    rang: int,
    lexiques: Lexiques,
) -> tuple[tuple[int, ...], list[Titre]]:
    lignes = feuille.lignes
    numero, cellules = lignes[rang]
    droite = max(c.colonne for c in cellules)
    dessus = lignes[rang - 1] if rang else None
    dessous = lignes[rang + 1] if rang + 1 < len(lignes) else None
    noms = {c.colonne: c for c in cellules}
    groupes: dict[int, str] = {}
    rangs: tuple[int, ...] = (numero,)
    if _est_groupe(dessus, numero - 1, len(cellules)) and dessus:
        groupes = _groupes(dessus, feuille, droite)
        rangs = (numero - 1, numero)
    if _est_sous_titre(dessous, numero + 1, cellules, lexiques) and dessous:
        droite = max(droite, *(c.colonne for c in dessous[1]))
        for colonne, texte in _groupes(lignes[rang], feuille, droite).items():
            groupes[colonne] = texte
        sous = {c.colonne: c for c in dessous[1]}
        groupes = {c: t for c, t in groupes.items() if c in sous}
        noms |= sous
        rangs = (*rangs, numero + 1)
    return rangs, [_titre(c, noms[c], groupes.get(c, "")) for c in sorted(noms)]


def _titre(colonne: int, cellule: Cellule, groupe: str) -> Titre:
    jour = cellule.valeur if isinstance(cellule.valeur, date) else None
    return Titre(colonne, " ".join(cellule.texte.split()), groupe, jour)
