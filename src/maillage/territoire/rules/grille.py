"""A sparse grid that says at once which zones hold a point; only cells cut by a border need geometry.

Each cell is empty, full of one zone, or mixed. Cells live in blocks of 32 × 32; a dense table of blocks covers the
map, its origin shifted to the lowest corner so that no coordinate is negative. In a mixed cell the parity of the
borders met on the way west is counted along the row of cells, exactly: what rounding could blur goes to GEOS.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.projection import Nombres
from maillage.territoire.rules.segments import Entiers, Segments, etendre
from maillage.territoire.rules.trame import BLOC, Trame, tramer

# Shewchuk's bound for the sign of a 2 × 2 determinant of differences.
ERREUR = (3.0 + 16.0 * np.finfo(float).eps / 2) * np.finfo(float).eps / 2


class Grille:
    """The grid of one map, built once."""

    def __init__(self, formes: Sequence[BaseGeometry], pas: float = 50.0) -> None:
        self._formes = np.array(formes, object)
        self._segments = Segments.de(formes)
        self._trame: Trame | None = tramer(self._segments, pas) if len(self._segments) else None
        for forme in formes:
            shapely.prepare(forme)

    def paires(self, xs: Nombres, ys: Nombres) -> tuple[Entiers, Entiers]:
        """Every (point, zone) such that the zone holds the point, sorted; the border is inside."""
        vide = np.zeros(0, np.int64)
        if self._trame is None:
            return vide, vide
        codes = self._codes(self._trame, xs, ys)
        pleins = np.flatnonzero(codes > 0)
        mixtes = np.flatnonzero(codes < 0)
        point, zone = self._trancher(self._trame, xs, ys, mixtes, -codes[mixtes] - 1)
        points = np.concatenate([pleins, point])
        zones = np.concatenate([codes[pleins].astype(np.int64) - 1, zone])
        ordre = np.lexsort((zones, points)) if len(point) else slice(None)
        return points[ordre], zones[ordre]

    @staticmethod
    def _codes(trame: Trame, xs: Nombres, ys: Nombres) -> NDArray[np.int32]:
        """The code of the cell of each point; 0 outside of the map."""
        # below the origin a conversion to integers would round towards zero: limits first, in metres
        hauteur, largeur = trame.blocs.shape
        cx, cy = (xs - trame.x0) / trame.pas, (ys - trame.y0) / trame.pas
        dans = (cx >= 0) & (cy >= 0) & (cx < largeur * BLOC) & (cy < hauteur * BLOC)
        codes = np.zeros(len(xs), np.int32)
        ou = np.flatnonzero(dans)
        ix, iy = cx[ou].astype(np.int32), cy[ou].astype(np.int32)
        blocs = trame.blocs[iy // BLOC, ix // BLOC]
        codes[ou] = trame.cellules[blocs, iy % BLOC, ix % BLOC]
        return codes

    def _trancher(
        self, trame: Trame, xs: Nombres, ys: Nombres, points: Entiers, cases: NDArray[np.int32]
    ) -> tuple[Entiers, Entiers]:
        """The zones of the points of mixed cells."""
        places, duquel = etendre(trame.debuts[cases], trame.nombres[cases])
        point, zone = points[duquel], trame.zones[places]
        dedans = trame.pleines[places]
        doute = np.flatnonzero(~dedans)
        rangee = trame.rangees[places[doute]]
        segment, essai = etendre(trame.debuts_de_rangee[rangee], trame.par_rangee[rangee])
        dedans[doute] = self._parite(
            xs[point[doute]], ys[point[doute]], trame.segments[segment], essai, zone[doute]
        )
        return point[dedans], zone[dedans]

    def _parite(
        self, xs: Nombres, ys: Nombres, segments: Entiers, essai: Entiers, zones: Entiers
    ) -> NDArray[np.bool_]:
        """Whether each point has an odd number of borders to its west; exact."""
        s, x, y = self._segments, xs[essai], ys[essai]
        # every segment upwards: the same border read from its two sides gives the same sign
        monte = s.y1[segments] <= s.y2[segments]
        bas, haut = np.where(monte, segments, ~segments), np.where(monte, ~segments, segments)
        xb, yb = self._bout(bas)
        xh, yh = self._bout(haut)
        gauche, droite = (xh - xb) * (y - yb), (x - xb) * (yh - yb)
        signe = gauche - droite  # < 0: the point is east of the border
        flou = np.abs(signe) <= ERREUR * (np.abs(gauche) + np.abs(droite))
        a_hauteur = (y >= yb) & (y <= yh)
        traverse = (y >= yb) & (y < yh) & (signe < 0)
        dedans: NDArray[np.bool_] = np.bincount(essai[traverse], minlength=len(xs)) % 2 == 1
        # level borders, and points on or nearly on the line of a border, are left to the exact predicate
        a_plat = (yb == yh) & (y == yb)
        douteux = np.unique(essai[(flou & a_hauteur) | a_plat])
        if len(douteux):
            dedans[douteux] = shapely.intersects_xy(
                self._formes[zones[douteux]], xs[douteux], ys[douteux]
            )
        return dedans

    def _bout(self, rangs: Entiers) -> tuple[Nombres, Nombres]:
        """The first end of a segment; of `~segment`, the other one."""
        s, fin = self._segments, rangs < 0
        place = np.where(fin, ~rangs, rangs)
        return np.where(fin, s.x2[place], s.x1[place]), np.where(fin, s.y2[place], s.y1[place])
