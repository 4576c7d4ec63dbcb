"""The exact distance from many points to the nearest border.

Points are gathered by small squares. For the centre c of a square of half-diagonal r, whose nearest border is at d,
the nearest border of any point of the square is at d + 2r of c at most: only those segments are measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.projection import Nombres
from maillage.territoire.rules.segments import Segments, etendre

COTE = 50.0
MARGE = 1e-3  # metres: what rounding may move
LOT = 20_000


class Bords:
    """The borders of a map, indexed once."""

    def __init__(self, formes: Sequence[BaseGeometry]) -> None:
        self._segments = Segments.de(formes)
        self._arbre = shapely.STRtree(self._segments.lignes())

    def mesurer(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, NDArray[np.int32]]:
        """Metres to the nearest border and the rank of its zone (the first, when several share it)."""
        distances, zones = np.full(len(xs), np.inf), np.full(len(xs), -1, np.int32)
        connus = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
        if not len(self._segments) or not len(connus):
            return distances, zones
        carres = np.floor(np.stack([xs[connus], ys[connus]], axis=1) / COTE)
        centres, duquel = np.unique(carres, axis=0, return_inverse=True)
        ordre = np.argsort(duquel.ravel(), kind="stable")
        nombres = np.bincount(duquel.ravel())
        debuts = np.concatenate([[0], np.cumsum(nombres)])
        for i in range(0, len(centres), LOT):
            bout = centres[i : i + LOT]
            la = connus[ordre[debuts[i] : debuts[i + len(bout)]]]
            distances[la], zones[la] = self._lot(bout, nombres[i : i + LOT], xs[la], ys[la])
        return distances, zones

    def _lot(
        self, carres: Nombres, nombres: NDArray[np.int64], xs: Nombres, ys: Nombres
    ) -> tuple[Nombres, NDArray[np.int64]]:
        """Measure points that come square by square: `nombres` of them in each."""
        centres = shapely.points((carres + 0.5) * COTE)
        (_, _), plus_pres = self._arbre.query_nearest(
            centres, return_distance=True, all_matches=False
        )
        portee = plus_pres + COTE * np.sqrt(2.0) + MARGE
        carre, segment = self._arbre.query(centres, predicate="dwithin", distance=portee)
        rangement = np.lexsort((segment, carre))
        segment = segment[rangement]
        candidats = np.bincount(carre, minlength=len(centres))
        debuts = np.cumsum(candidats) - candidats
        du_carre = np.repeat(np.arange(len(centres)), nombres)
        places, point = etendre(debuts[du_carre], candidats[du_carre])
        essayes = segment[places]
        ecarts = self._segments.distances(xs[point], ys[point], essayes)
        premiers = np.cumsum(candidats[du_carre]) - candidats[du_carre]
        minima = np.minimum.reduceat(ecarts, premiers)
        # equal but for rounding: two zones that share a border are at the same distance
        ex_aequo = ecarts <= minima[point] * (1 + 1e-12)
        zones = np.where(ex_aequo, self._segments.zones[essayes], np.iinfo(np.int64).max)
        return minima, np.minimum.reduceat(zones, premiers)
