"""The zone that holds a point, and how far the nearest border is, on one generation of the map.

On the border is inside. Shapes are in metres of the plane of `projection.projeter` (Lambert-93; overseas, the UTM
zone of the territory, shifted). Distances are exact on that plane, without cap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.projection import Nombres, projeter

Rangs = NDArray[np.int32]
AUCUNE = -1


@dataclass(frozen=True, slots=True)
class Zone:
    """A perimeter of one generation. `commune` is its INSEE code, or empty; `forme` is in metres."""

    code: str
    nom: str
    commune: str
    forme: BaseGeometry


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a point stands. `distance_m` is to the nearest border of any zone; inf when the map is empty."""

    zone: Zone | None
    distance_m: float
    plus_proche: Zone | None
    toutes: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Situations:
    """Where many points stand: ranks in `Carte.zones`, -1 for none. A point that is nowhere: nan, -1."""

    indices: Rangs
    distances: Nombres
    proches: Rangs


@dataclass(frozen=True, eq=False)
class Carte:
    """One generation, indexed once. Its zones are in the order of their codes."""

    zones: tuple[Zone, ...]
    nom: str = ""

    @classmethod
    def de(cls, zones: Iterable[Zone], nom: str = "") -> Self:
        return cls(tuple(sorted(zones, key=lambda z: z.code)), nom)

    def situer(self, lon: float, lat: float) -> Situation:
        """Tell where a point stands; degrees of WGS84."""
        lons, lats = np.array([float(lon)]), np.array([float(lat)])
        points = self._points(lons, lats)
        tous = self._situer(points)
        rangs = sorted(int(z) for z in self._arbre.query(points[0], predicate="intersects"))
        proche = int(tous.proches[0])
        return Situation(
            zone=self.zones[rangs[0]] if rangs else None,
            distance_m=float(tous.distances[0]),
            plus_proche=self.zones[proche] if proche != AUCUNE else None,
            toutes=tuple(self.zones[r] for r in rangs),
        )

    def situer_tous(self, lons: Nombres, lats: Nombres) -> Situations:
        """Tell where many points stand; degrees of WGS84."""
        return self._situer(self._points(lons, lats))

    @staticmethod
    def _points(lons: Nombres, lats: Nombres) -> NDArray[np.object_]:
        points: NDArray[np.object_] = shapely.points(*projeter(lons, lats))
        return points

    @cached_property
    def _arbre(self) -> shapely.STRtree:
        return shapely.STRtree([z.forme for z in self.zones])

    @cached_property
    def _bords(self) -> shapely.STRtree:
        return shapely.STRtree([z.forme.boundary for z in self.zones])

    def _situer(self, points: NDArray[np.object_]) -> Situations:
        indices = np.full(len(points), AUCUNE, np.int32)
        proches = indices.copy()
        distances = np.full(len(points), np.inf)
        lequel, zone = self._arbre.query(points, predicate="intersects")
        ordre = np.lexsort((zone, lequel))[::-1]
        indices[lequel[ordre]] = zone[ordre]
        (lequel, zone), ecarts = self._bords.query_nearest(points, return_distance=True)
        ordre = np.lexsort((zone, lequel))[::-1]
        proches[lequel[ordre]], distances[lequel[ordre]] = zone[ordre], ecarts[ordre]
        return Situations(indices, distances, proches)
