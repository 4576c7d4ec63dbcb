"""Where the tables of children are in a sheet: header rows, columns, first and last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.classeurs.rules.classeur import Cellule, Feuille
from maillage.reprise.rules.champs import IDENTITE
from maillage.reprise.rules.entetes import (
    CHAMPS_MINIMUM,
    est_autre_entete,
    est_entete,
    titres_de,
)
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import Titre, champ_du_titre
from maillage.reprise.rules.valeurs import lire_sexe

LIGNES_SANS_TITRE = 3


@dataclass(frozen=True, slots=True)
class Zone:
    """A table of children: `entetes` are the header rows, data run from `debut` to `fin`."""

    entetes: tuple[int, ...]
    debut: int
    fin: int
    titres: tuple[Titre, ...]
    gauche: int
    droite: int


def _segments(titres: Sequence[Titre], lexiques: Lexiques) -> list[list[Titre]]:
    """Split side-by-side tables: a blank column between two lists that name children by the same field."""
    segments: list[list[Titre]] = [[]]
    for titre in titres:
        if segments[-1] and titre.colonne > segments[-1][-1].colonne + 1:
            segments.append([])
        segments[-1].append(titre)
    nommants = [
        (s, noms)
        for s in segments
        if (noms := IDENTITE & {champ_du_titre(t.texte, lexiques) for t in s})
    ]
    communs = IDENTITE.intersection(*(noms for _, noms in nommants))
    return [s for s, _ in nommants] if len(nommants) > 1 and communs else [list(titres)]


def _rangs(feuille: Feuille, lexiques: Lexiques) -> list[int]:
    """Header rows; of two that touch, the one that names more columns (the other is its group row)."""
    rangs: list[int] = []
    for rang, (numero, cellules) in enumerate(feuille.lignes):
        if not est_entete(cellules, lexiques):
            continue
        if rangs and feuille.lignes[rangs[-1]][0] == numero - 1:
            avant = feuille.lignes[rangs[-1]][1]
            if len(cellules) > len(avant):
                rangs[-1] = rang
            continue
        rangs.append(rang)
    return rangs


def reperer(feuille: Feuille, lexiques: Lexiques) -> tuple[Zone, ...]:
    """Find every table of children of a sheet, in order. A repeated header does not open a new table."""
    rangs = _rangs(feuille, lexiques)
    zones: list[Zone] = []
    precedent: list[Titre] = []
    ouvertures: list[tuple[tuple[int, ...], list[Titre], int]] = []
    for rang in rangs:
        entetes, titres = titres_de(feuille, rang, lexiques)
        if [t.texte for t in titres] == [t.texte for t in precedent]:
            continue
        precedent = titres
        ouvertures.append((entetes, titres, rang))
    for place, (entetes, titres, rang) in enumerate(ouvertures):
        borne = (
            ouvertures[place + 1][0][0] - 1
            if place + 1 < len(ouvertures)
            else feuille.lignes[-1][0]
        )
        fin = _fin(feuille, rang + 1, borne, lexiques)
        segments = _segments(titres, lexiques)
        droite = max(
            (c.colonne for n, ligne in feuille.lignes if max(entetes) < n <= fin for c in ligne),
            default=0,
        )
        for n, segment in enumerate(segments):
            gauche = segment[0].colonne if len(segments) > 1 else 1
            bord = (
                segments[n + 1][0].colonne - 1
                if n + 1 < len(segments)
                else max(droite, segment[-1].colonne)
            )
            zones.append(Zone(entetes, max(entetes) + 1, fin, tuple(segment), gauche, bord))
    return tuple(zones) or _sans_entete(feuille, lexiques)


def _fin(feuille: Feuille, rang: int, borne: int, lexiques: Lexiques) -> int:
    """The table stops where, after a blank row, something else begins."""
    dernier = feuille.lignes[rang - 1][0]
    for numero, cellules in feuille.lignes[rang:]:
        if numero > borne:
            break
        if (
            numero > dernier + 1
            and est_autre_entete(cellules, lexiques)
            and len(cellules) < CHAMPS_MINIMUM + 2
        ):
            return dernier
        dernier = numero
    return borne


def _sans_entete(feuille: Feuille, lexiques: Lexiques) -> tuple[Zone, ...]:
    """A list typed without any header: a birth date and a sex or a class on every row, names beside."""
    if len(feuille.lignes) < LIGNES_SANS_TITRE:
        return ()
    premiere = feuille.lignes[0][1]
    dates = [c.colonne for c in premiere if isinstance(c.valeur, date)]
    reperes = [c.colonne for c in premiere if _repere(c, lexiques)]
    noms = [c for c in premiere if isinstance(c.valeur, str) and c.colonne not in reperes]
    if not dates or not reperes or not noms:
        return ()
    reguliers = sum(
        any(c.colonne in dates and isinstance(c.valeur, date) for c in cellules)
        and any(c.colonne in reperes and _repere(c, lexiques) for c in cellules)
        for _, cellules in feuille.lignes
    )
    if reguliers < 0.8 * len(feuille.lignes):
        return ()
    droite = max(c.colonne for _, cellules in feuille.lignes for c in cellules)
    return (Zone((), feuille.lignes[0][0], feuille.lignes[-1][0], (), 1, droite),)


def _repere(cellule: Cellule, lexiques: Lexiques) -> bool:
    if not isinstance(cellule.valeur, str) or len(cellule.valeur) > 20:
        return False
    return lire_sexe(cellule.valeur).lisible or lexiques.classes.premier(cellule.texte) is not None
