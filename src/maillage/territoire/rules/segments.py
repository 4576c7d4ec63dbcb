"""The borders of a map as arrays of segments, for the grid and for the distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.projection import Nombres

Entiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Every segment of every ring, with the rank of its zone."""

    x1: Nombres
    y1: Nombres
    x2: Nombres
    y2: Nombres
    zones: Entiers

    @classmethod
    def de(cls, formes: Sequence[BaseGeometry]) -> Self:
        parties, de_zone = shapely.get_parts(np.array(formes, object), return_index=True)
        anneaux, de_partie = shapely.get_rings(parties, return_index=True)
        points, d_anneau = shapely.get_coordinates(anneaux, return_index=True)
        suite = d_anneau[:-1] == d_anneau[1:]
        debut, fin = points[:-1][suite], points[1:][suite]
        zones = de_zone[de_partie][d_anneau[:-1][suite]].astype(np.int64)
        reels = (debut != fin).any(axis=1)
        debut, fin = debut[reels], fin[reels]
        return cls(debut[:, 0], debut[:, 1], fin[:, 0], fin[:, 1], zones[reels])

    def __len__(self) -> int:
        return len(self.x1)

    def lignes(self) -> NDArray[np.object_]:
        """The segments as shapes, for an index."""
        bouts = np.stack([self.x1, self.y1, self.x2, self.y2], axis=1).reshape(-1, 2, 2)
        lignes: NDArray[np.object_] = shapely.linestrings(bouts)
        return lignes

    def distances(self, xs: Nombres, ys: Nombres, rangs: Entiers) -> Nombres:
        """From each point to the segment of the same place."""
        x1, y1 = self.x1[rangs], self.y1[rangs]
        dx, dy = self.x2[rangs] - x1, self.y2[rangs] - y1
        xs, ys = xs - x1, ys - y1
        part = (xs * dx + ys * dy) / (dx * dx + dy * dy)
        part = np.minimum(np.maximum(part, 0.0), 1.0)
        xs, ys = xs - part * dx, ys - part * dy
        ecarts: Nombres = np.sqrt(xs * xs + ys * ys)
        return ecarts


def etendre(debuts: Entiers, nombres: Entiers) -> tuple[Entiers, Entiers]:
    """Runs `debut … debut + nombre - 1`, one after the other, and which run each item comes from."""
    lesquels = np.repeat(np.arange(len(nombres)), nombres)
    avant = np.cumsum(nombres) - nombres
    return debuts[lesquels] + np.arange(len(lesquels)) - avant[lesquels], lesquels
