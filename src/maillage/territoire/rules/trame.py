"""How the grid is built: which cells a border cuts, which ones a zone fills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.territoire.rules.projection import Nombres
from maillage.territoire.rules.segments import Entiers, Segments, etendre

BLOC = 32
BLOCS_AU_PLUS = 4_000_000
MARGE = 1e-3  # metres: a border this near of a cell cuts it


@dataclass(frozen=True, slots=True, eq=False)
class Trame:
    """`blocs` → `cellules`: 0 empty, n full of zone n-1, -n mixed: entries of case n-1 in `zones`, `pleines`, `rangees`."""

    x0: float
    y0: float
    pas: float
    blocs: NDArray[np.int32]
    cellules: NDArray[np.int32]
    debuts: Entiers
    nombres: Entiers
    zones: Entiers
    pleines: NDArray[np.bool_]
    rangees: Entiers  # of a cut entry: its (zone, row of cells), in the two arrays below
    debuts_de_rangee: Entiers
    par_rangee: Entiers
    segments: Entiers


@dataclass(frozen=True, slots=True, eq=False)
class _Repere:
    x0: float
    y0: float
    pas: float
    largeur: int
    hauteur: int

    def colonnes(self, xs: Nombres) -> Entiers:
        return np.floor((xs - self.x0) / self.pas).astype(np.int64)

    def rangs(self, ys: Nombres) -> Entiers:
        return np.floor((ys - self.y0) / self.pas).astype(np.int64)


def tramer(s: Segments, pas: float) -> Trame:
    """Build the grid; cells grow when the map is too wide for the table of blocks."""
    repere = _repere(s, pas)
    zone_r, rang_r, segment_r = _rangees(s, repere)
    cle = zone_r * repere.hauteur + rang_r
    ordre = np.argsort(cle, kind="stable")
    cles, debuts_de_rangee, par_rangee = np.unique(
        cle[ordre], return_index=True, return_counts=True
    )
    zone_c, cellule_c = _coupees(s, repere)
    zone_p, cellule_p = _pleines(s, repere, (zone_r, rang_r, segment_r), (zone_c, cellule_c))
    zone = np.concatenate([zone_c, zone_p])
    cellule = np.concatenate([cellule_c, cellule_p])
    pleine = np.arange(len(zone)) >= len(zone_c)
    tri = np.lexsort((zone, cellule))
    zone, cellule, pleine = zone[tri], cellule[tri], pleine[tri]
    rangees = np.searchsorted(cles, zone * repere.hauteur + cellule // repere.largeur)
    uniques, debuts, nombres = np.unique(cellule, return_index=True, return_counts=True)
    seule_pleine = (nombres == 1) & pleine[debuts]
    codes = np.where(seule_pleine, zone[debuts] + 1, -np.arange(1, len(uniques) + 1))
    blocs, cellules = _ranger(repere, uniques, codes.astype(np.int32))
    return Trame(
        repere.x0, repere.y0, repere.pas, blocs, cellules, debuts, nombres, zone, pleine,
        np.minimum(rangees, len(cles) - 1), debuts_de_rangee, par_rangee, segment_r[ordre],
    )  # fmt: skip


def _repere(s: Segments, pas: float) -> _Repere:
    gauche, bas = min(s.x1.min(), s.x2.min()), min(s.y1.min(), s.y2.min())
    large, haut = max(s.x1.max(), s.x2.max()) - gauche, max(s.y1.max(), s.y2.max()) - bas
    while (large / pas / BLOC + 2) * (haut / pas / BLOC + 2) > BLOCS_AU_PLUS:
        pas *= 2
    x0, y0 = float(gauche - pas), float(bas - pas)
    return _Repere(x0, y0, pas, int(large / pas) + 4, int(haut / pas) + 4)


def _rangees(s: Segments, repere: _Repere) -> tuple[Entiers, Entiers, Entiers]:
    """Each segment in each row of cells it may touch."""
    bas = repere.rangs(np.minimum(s.y1, s.y2) - MARGE)
    haut = repere.rangs(np.maximum(s.y1, s.y2) + MARGE)
    rangs, segment = etendre(bas, haut - bas + 1)
    return s.zones[segment], rangs, segment


def _coupees(s: Segments, repere: _Repere) -> tuple[Entiers, Entiers]:
    """Cells that the border of a zone may touch: long segments are cut in pieces of one cell at most."""
    longueurs = np.hypot(s.x2 - s.x1, s.y2 - s.y1)
    morceaux = np.maximum(1, np.ceil(longueurs / repere.pas)).astype(np.int64)
    numero, de = etendre(np.zeros(len(s), np.int64), morceaux)
    dx, dy = (s.x2 - s.x1)[de] / morceaux[de], (s.y2 - s.y1)[de] / morceaux[de]
    x1, y1 = s.x1[de] + numero * dx, s.y1[de] + numero * dy
    gauche = repere.colonnes(np.minimum(x1, x1 + dx) - MARGE)
    droite = repere.colonnes(np.maximum(x1, x1 + dx) + MARGE)
    bas = repere.rangs(np.minimum(y1, y1 + dy) - MARGE)
    haut = repere.rangs(np.maximum(y1, y1 + dy) + MARGE)
    rangs, a = etendre(bas, haut - bas + 1)
    colonnes, b = etendre(gauche[a], (droite - gauche + 1)[a])
    surface = repere.largeur * repere.hauteur
    cles = np.unique(s.zones[de][a][b] * surface + rangs[b] * repere.largeur + colonnes)
    return cles // surface, cles % surface


def _pleines(
    s: Segments,
    repere: _Repere,
    rangees: tuple[Entiers, Entiers, Entiers],
    coupees: tuple[Entiers, Entiers],
) -> tuple[Entiers, Entiers]:
    """Cells whose centre is inside and that no border cuts: between two crossings of the middle of the row."""
    zone, rang, segment = rangees
    milieu = repere.y0 + (rang + 0.5) * repere.pas
    y1, y2 = s.y1[segment], s.y2[segment]
    traverse = (y1 <= milieu) != (y2 <= milieu)
    zone, rang, segment, milieu = (a[traverse] for a in (zone, rang, segment, milieu))
    y1, y2, x1 = y1[traverse], y2[traverse], s.x1[segment]
    croise = x1 + (milieu - y1) * (s.x2[segment] - x1) / (y2 - y1)
    ordre = np.lexsort((croise, rang, zone))
    zone, rang, croise = zone[ordre], rang[ordre], croise[ordre]
    # rings are closed: crossings of a row come by pairs; centres from the first to the second are inside
    premier = np.ceil((croise[0::2] - repere.x0) / repere.pas - 0.5).astype(np.int64)
    dernier = np.ceil((croise[1::2] - repere.x0) / repere.pas - 0.5).astype(np.int64)
    colonnes, de = etendre(premier, np.maximum(dernier - premier, 0))
    surface = repere.largeur * repere.hauteur
    cles = zone[0::2][de] * surface + rang[0::2][de] * repere.largeur + colonnes
    cles = np.setdiff1d(np.unique(cles), coupees[0] * surface + coupees[1], assume_unique=True)
    return cles // surface, cles % surface


def _ranger(
    repere: _Repere, cellules: Entiers, codes: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    iy, ix = cellules // repere.largeur, cellules % repere.largeur
    hauteur, largeur = -(-repere.hauteur // BLOC), -(-repere.largeur // BLOC)
    bloc = (iy // BLOC) * largeur + ix // BLOC
    uniques, numero = np.unique(bloc, return_inverse=True)
    blocs = np.zeros(hauteur * largeur, np.int32)
    blocs[uniques] = np.arange(1, len(uniques) + 1)
    rangees = np.zeros((len(uniques) + 1, BLOC, BLOC), np.int32)
    rangees[numero + 1, iy % BLOC, ix % BLOC] = codes
    return blocs.reshape(hauteur, largeur), rangees
