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
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.bords import Bords
from maillage.territoire.rules.grille import Grille
from maillage.territoire.rules.projection import Nombres, projeter
from maillage.territoire.rules.segments import Entiers

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
        xs, ys = projeter(np.array([float(lon)]), np.array([float(lat)]))
        _, rangs = self._grille.paires(xs, ys)
        distances, proches = self._bords.mesurer(xs, ys)
        toutes = tuple(self.zones[r] for r in rangs)
        return Situation(
            zone=toutes[0] if toutes else None,
            distance_m=float(distances[0]),
            plus_proche=self.zones[proches[0]] if proches[0] != AUCUNE else None,
            toutes=toutes,
        )

    def situer_tous(self, lons: Nombres, lats: Nombres) -> Situations:
        """Tell where many points stand; degrees of WGS84."""
        xs, ys = projeter(np.asarray(lons, float), np.asarray(lats, float))
        distances, proches = self._bords.mesurer(xs, ys)
        return Situations(self.zones_de(xs, ys), distances, proches)

    def bords_a_moins_de(self, lons: Nombres, lats: Nombres, marges: Nombres) -> NDArray[np.bool_]:
        """Tell which points have a border nearer than their margin (metres): as `situer_tous`, without measuring."""
        xs, ys = projeter(np.asarray(lons, float), np.asarray(lats, float))
        return self._bords.a_moins_de(xs, ys, np.asarray(marges, float))

    def zones_en(self, lons: Nombres, lats: Nombres) -> Rangs:
        """The first zone of each point, in degrees of WGS84; -1 for none. No border is measured."""
        return self.zones_de(*projeter(np.asarray(lons, float), np.asarray(lats, float)))

    def zones_de(self, xs: Nombres, ys: Nombres) -> Rangs:
        """The first zone of each point, in metres of the plane; -1 for none."""
        indices = np.full(len(xs), AUCUNE, np.int32)
        points, rangs = self._grille.paires(xs, ys)
        indices[points[::-1]] = rangs[::-1]  # the last written is the first by code
        return indices

    def paires(self, xs: Nombres, ys: Nombres) -> tuple[Entiers, Entiers]:
        """Every (point, rank of a zone that holds it), in metres of the plane."""
        return self._grille.paires(xs, ys)

    def indexer(self) -> Self:
        """Build the two indexes now rather than at the first question."""
        _ = self._grille, self._bords
        return self

    @cached_property
    def _grille(self) -> Grille:
        return Grille([z.forme for z in self.zones])

    @cached_property
    def _bords(self) -> Bords:
        return Bords([z.forme for z in self.zones])
