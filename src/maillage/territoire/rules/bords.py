"""The exact distance from many points to the nearest border.

Points are gathered by squares. For the centre c of a square of half-diagonal r, whose nearest border is at d, the
nearest border of any point of the square is at d + 2r of c at most: other segments are out. Large squares ask the index,
small ones choose among what the large one kept, points measure what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.projection import Nombres
from maillage.territoire.rules.segments import Entiers, Segments, etendre

GRAND, PETIT = 100.0, 25.0
MARGE = 1e-3  # metres: what rounding may move
FRANCE = 2e6  # metres: no margin needs more
BANDE = 2_000.0
LOT = 50_000
DISPERSES = 3  # fewer points than this in a large square: gathering them gains nothing


@dataclass(frozen=True, slots=True, eq=False)
class _Candidats:
    """Segments that may be the nearest, square by square."""

    segments: Entiers
    debuts: Entiers
    nombres: Entiers

    @classmethod
    def de(cls, carres: Entiers, segments: Entiers, combien: int) -> Self:
        nombres = np.bincount(carres, minlength=combien)
        return cls(segments, np.cumsum(nombres) - nombres, nombres)

    def de_chacun(self, carres: Entiers) -> tuple[Entiers, Entiers, Entiers]:
        """For members of these squares: segments, whose they are, where each member's begin."""
        nombres = self.nombres[carres]
        places, lesquels = etendre(self.debuts[carres], nombres)
        return self.segments[places], lesquels, np.cumsum(nombres) - nombres


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
        # neighbours together: a lot of points shares its squares
        rangs = np.lexsort((np.floor(xs[connus] / GRAND), np.floor(ys[connus] / GRAND)))
        connus = connus[rangs]
        for i in range(0, len(connus), LOT):
            la = connus[i : i + LOT]
            distances[la], zones[la] = self._lot(xs[la], ys[la])
        return distances, zones

    def a_moins_de(self, xs: Nombres, ys: Nombres, marges: Nombres) -> NDArray[np.bool_]:
        """Tell which points have a border nearer than their own margin, in metres: no distance is sought beyond it."""
        proches = np.zeros(len(xs), bool)
        utiles = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys) & (marges > 0))
        if not len(self._segments) or not len(utiles):
            return proches
        xs, ys, marges = xs[utiles], ys[utiles], np.minimum(marges[utiles], FRANCE)
        points, segments = self._arbre.query(shapely.points(xs, ys), "dwithin", marges + MARGE)
        ecarts = self._segments.distances(xs[points], ys[points], segments)
        proches[utiles[points[ecarts < marges[points]]]] = True
        return proches

    def _lot(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, Entiers]:
        petits, du_petit = _carres(xs, ys, PETIT)
        grands, du_grand = _carres(*petits, GRAND)
        if DISPERSES * len(grands[0]) > len(xs):
            return self._un_par_un(xs, ys)
        retenus = self._affiner(petits, du_grand, self._chercher(grands))
        segments, point, debuts = retenus.de_chacun(du_petit)
        ecarts = self._segments.distances(xs[point], ys[point], segments)
        minima: Nombres = np.minimum.reduceat(ecarts, debuts)
        # equal but for rounding: two zones that share a border are at the same distance
        ex_aequo = ecarts <= minima[point] * (1 + 1e-12)
        zones = np.where(ex_aequo, self._segments.zones[segments], np.iinfo(np.int64).max)
        return minima, np.minimum.reduceat(zones, debuts)

    def _un_par_un(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, Entiers]:
        """Points far from each other: the index answers for each."""
        voisins = np.lexsort(
            (xs, np.floor(ys / BANDE))
        )  # an index that moves little is twice as quick
        (rang, segment), ecarts = self._arbre.query_nearest(
            shapely.points(xs[voisins], ys[voisins]), return_distance=True, all_matches=True
        )
        point = voisins[rang]
        ordre = np.lexsort((self._segments.zones[segment], point))
        premiers = ordre[np.unique(point[ordre], return_index=True)[1]]
        return ecarts[premiers], self._segments.zones[segment[premiers]]

    def _chercher(self, centres: tuple[Nombres, Nombres]) -> _Candidats:
        """What large squares keep, by the index."""
        points = shapely.points(*centres)
        _, plus_pres = self._arbre.query_nearest(points, return_distance=True, all_matches=False)
        carres, segments = self._arbre.query(points, "dwithin", _portee(plus_pres, GRAND))
        ordre = np.argsort(carres, kind="stable")
        return _Candidats.de(carres[ordre], segments[ordre], len(points))

    def _affiner(
        self, centres: tuple[Nombres, Nombres], du_grand: Entiers, larges: _Candidats
    ) -> _Candidats:
        """What small squares keep of it."""
        segments, carre, debuts = larges.de_chacun(du_grand)
        ecarts = self._segments.distances(centres[0][carre], centres[1][carre], segments)
        garde = ecarts <= _portee(np.minimum.reduceat(ecarts, debuts), PETIT)[carre]
        return _Candidats.de(carre[garde], segments[garde], len(du_grand))


def _portee(plus_pres: Nombres, cote: float) -> Nombres:
    portee: Nombres = plus_pres + (cote * 2**0.5 + MARGE)
    return portee


def _carres(xs: Nombres, ys: Nombres, cote: float) -> tuple[tuple[Nombres, Nombres], Entiers]:
    """The centres of the squares that hold these points, and which one holds each."""
    colonnes, rangs = np.floor(xs / cote), np.floor(ys / cote)
    x0, y0 = colonnes.min(), rangs.min()
    largeur = colonnes.max() - x0 + 1
    cles, duquel = np.unique((rangs - y0) * largeur + (colonnes - x0), return_inverse=True)
    ligne, colonne = np.divmod(cles, largeur)
    return ((colonne + x0 + 0.5) * cote, (ligne + y0 + 0.5) * cote), duquel
