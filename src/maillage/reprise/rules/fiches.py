"""Sheets written as a form: labels and, beside or below each, its value. One form is one child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maillage.classeurs.rules.classeur import Cellule, Feuille
from maillage.reprise.rules.champs import IDENTITE, Champ
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.familles import Grille
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import LONGUEUR_D_UN_GROUPE, champ_du_titre

CHAMPS_D_UNE_FICHE = 3
ECART = 4  # columns that may stand between a label and its value
Paire = tuple[Cellule, Cellule]


def lire_fiches(feuille: Feuille, lexiques: Lexiques) -> Grille:
    """Lay the forms of a sheet out as rows under one header; empty when the sheet is not made of forms."""
    fiches: list[list[Paire]] = [[]]
    for libelle, valeur in _paires(feuille, lexiques):
        champ = champ_du_titre(libelle.texte, lexiques)
        vus = {champ_du_titre(x.texte, lexiques) for x, _ in fiches[-1]}
        if champ in (Champ.NOM, Champ.NOM_PRENOM) and champ in vus:
            fiches.append([])
        fiches[-1].append((libelle, valeur))
    if not _convient(fiches[0], lexiques):
        return {}
    colonnes: dict[str, int] = {}
    grille: Grille = {}
    for rang, fiche in enumerate(fiches, 2):
        vues: Counter[str] = Counter()
        for libelle, valeur in fiche:
            cle = mots(libelle.texte)
            vues[cle] += 1
            place = colonnes.setdefault(f"{cle} {vues[cle]}", len(colonnes) + 1)
            grille.setdefault((1, place), libelle)
            grille[rang, place] = valeur
    return grille


def _convient(fiche: list[Paire], lexiques: Lexiques) -> bool:
    """A form names somebody, in letters: «Enfants : 45» is a count."""
    champs = {champ_du_titre(libelle.texte, lexiques) for libelle, _ in fiche} - {None}
    noms = [v for libelle, v in fiche if champ_du_titre(libelle.texte, lexiques) in IDENTITE]
    if not all(isinstance(v.valeur, str) and not v.texte[:1].isdigit() for v in noms):
        return False
    nomme = Champ.NOM_PRENOM in champs or {Champ.NOM, Champ.PRENOM} <= champs
    return nomme and bool(champs & IDENTITE) and len(champs) >= CHAMPS_D_UNE_FICHE


def _paires(feuille: Feuille, lexiques: Lexiques) -> Iterator[Paire]:
    """Labels stand in columns that hold at least two known ones."""
    connus = Counter(
        c.colonne for _, ligne in feuille.lignes for c in ligne if _libelle(c, lexiques)
    )
    colonnes = {c for c, n in connus.items() if n > 1}
    dessous = {(n, c.colonne): c for n, ligne in feuille.lignes for c in ligne}
    for _, cellules in feuille.lignes:
        rang = 0
        while rang < len(cellules):
            libelle = cellules[rang]
            suivante = cellules[rang + 1] if rang + 1 < len(cellules) else None
            rang += 1
            if libelle.colonne not in colonnes or not _court(libelle):
                continue
            if suivante and _est_sa_valeur(libelle, suivante, lexiques):
                rang += 1
                yield libelle, suivante
            elif _libelle(libelle, lexiques) and not suivante:
                sous = dessous.get((libelle.ligne + 1, libelle.colonne))
                if sous and not _libelle(sous, lexiques):
                    yield libelle, sous


def _court(cellule: Cellule) -> bool:
    return isinstance(cellule.valeur, str) and len(cellule.valeur) <= LONGUEUR_D_UN_GROUPE


def _libelle(cellule: Cellule, lexiques: Lexiques) -> bool:
    return _court(cellule) and champ_du_titre(cellule.texte, lexiques) is not None


def _est_sa_valeur(libelle: Cellule, suivante: Cellule, lexiques: Lexiques) -> bool:
    if suivante.texte.endswith(":"):
        return False
    ecart = suivante.colonne - libelle.colonne
    return ecart == 1 or (ecart <= ECART and not _libelle(suivante, lexiques))
