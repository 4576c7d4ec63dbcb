"""Distances between points of the Earth, in metres, and the circle that holds a set of points."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

RAYON = 6_371_008.8  # mean radius of the Earth, metres
# West, south, east, north of the parts of France: métropole, Antilles and Guyane, Saint-Pierre-et-Miquelon, Indian Ocean.
FRANCE = (
    (-5.5, 41.0, 10.0, 51.5), (-63.5, 2.0, -51.0, 18.3), (-56.6, 46.6, -56.0, 47.3), (44.8, -21.6, 56.0, -12.4),
)  # fmt: skip
MARGE = 30  # a street goes on after its last number


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance (haversine)."""
    a, b = radians(lat_a), radians(lat_b)
    demi = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * RAYON * asin(min(1.0, sqrt(demi)))


def en_france(lon: float, lat: float) -> bool:
    """Whether a point may be an address of France. Swapped coordinates never are."""
    return any(o <= lon <= e and s <= lat <= n for o, s, e, n in FRANCE)


@dataclass(slots=True)
class Etendue:
    """The rectangle of points added one by one."""

    ouest: float = 180.0
    est: float = -180.0
    sud: float = 90.0
    nord: float = -90.0

    def ajouter(self, lon: float, lat: float) -> None:
        self.ouest, self.est = min(self.ouest, lon), max(self.est, lon)
        self.sud, self.nord = min(self.sud, lat), max(self.nord, lat)

    def cercle(self, au_moins: int) -> tuple[float, float, int]:
        """Centre of the rectangle, and a distance within which every point is, never under `au_moins` metres."""
        lon, lat = (self.ouest + self.est) / 2, (self.sud + self.nord) / 2
        coins = (
            (self.ouest, self.sud),
            (self.est, self.nord),
            (self.ouest, self.nord),
            (self.est, self.sud),
        )
        loin = max(distance_m(lon, lat, x, y) for x, y in coins)
        return round(lon, 7), round(lat, 7), max(au_moins, ceil(loin) + MARGE)
