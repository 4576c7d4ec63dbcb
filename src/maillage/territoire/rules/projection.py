"""From degrees to metres by formula: Lambert-93 in France, the UTM zone of each overseas territory.

One plane holds them all: Lambert-93 as it is, each overseas territory shifted to a place of its own in the east,
so that one map may hold zones of several and no two meet. WGS84 and RGF93 (and the local systems) are taken as one:
they differ by centimetres to a metre, far under what geocoding knows. Distances are those of the plane: Lambert-93
stretches lengths by −1 to +3 in a thousand, five metres in five kilometres at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Nombres: TypeAlias = NDArray[np.float64]

DEMI_GRAND_AXE = 6378137.0  # GRS80; WGS84 differs by a tenth of a millimetre
APLATISSEMENT = 1 / 298.257222101
EXCENTRICITE = float(np.sqrt(APLATISSEMENT * (2 - APLATISSEMENT)))


class Projection(Protocol):
    """Degrees to metres, and back."""

    def directe(self, lons: Nombres, lats: Nombres) -> tuple[Nombres, Nombres]: ...

    def inverse(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, Nombres]: ...


def _isometrique(lats: Nombres) -> Nombres:
    sinus = np.sin(lats)
    return np.arctanh(sinus) - EXCENTRICITE * np.arctanh(EXCENTRICITE * sinus)


def _latitude(isometriques: Nombres) -> Nombres:
    sinus = np.tanh(isometriques)
    for _ in range(6):  # each round gains two digits
        sinus = np.tanh(isometriques + EXCENTRICITE * np.arctanh(EXCENTRICITE * sinus))
    return np.arcsin(sinus)


class Lambert93:
    """Conformal conic, EPSG:2154: parallels 44° and 49°, origin 46,5° N 3° E, at 700 000 and 6 600 000 m."""

    X0, Y0, LON0, LAT0 = 700_000.0, 6_600_000.0, np.radians(3.0), np.radians(46.5)

    def __init__(self) -> None:
        parallele = np.radians(np.array([44.0, 49.0]))
        normales = np.cos(parallele) / np.sqrt(1 - (EXCENTRICITE * np.sin(parallele)) ** 2)
        hauteurs = _isometrique(parallele)
        self._n = float(np.log(normales[0] / normales[1]) / (hauteurs[1] - hauteurs[0]))
        self._c = float(DEMI_GRAND_AXE * normales[0] / self._n * np.exp(self._n * hauteurs[0]))
        self._r0 = float(self._c * np.exp(-self._n * _isometrique(np.array(self.LAT0))))

    def directe(self, lons: Nombres, lats: Nombres) -> tuple[Nombres, Nombres]:
        rayons = self._c * np.exp(-self._n * _isometrique(np.radians(lats)))
        angles = self._n * (np.radians(lons) - self.LON0)
        return self.X0 + rayons * np.sin(angles), self.Y0 + self._r0 - rayons * np.cos(angles)

    def inverse(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, Nombres]:
        est, sud = xs - self.X0, self._r0 - (ys - self.Y0)
        lons = self.LON0 + np.arctan2(est, sud) / self._n
        isometriques = -np.log(np.hypot(est, sud) / self._c) / self._n
        return np.degrees(lons), np.degrees(_latitude(isometriques))


class Utm:
    """Transverse Mercator of Gauss-Krüger, series to the fourth order in n: under a millimetre in a zone."""

    K0, X0 = 0.9996, 500_000.0

    def __init__(self, fuseau: int) -> None:
        n = APLATISSEMENT / (2 - APLATISSEMENT)
        self._lon0 = np.radians(6.0 * fuseau - 183)
        self._rayon = self.K0 * DEMI_GRAND_AXE / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
        self._aller = (
            n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
            13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
            61 * n**3 / 240 - 103 * n**4 / 140,
            49561 * n**4 / 161280,
        )
        self._retour = (
            n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
            n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
            17 * n**3 / 480 - 37 * n**4 / 840,
            4397 * n**4 / 161280,
        )

    def directe(self, lons: Nombres, lats: Nombres) -> tuple[Nombres, Nombres]:
        hauteurs, ecarts = np.sinh(_isometrique(np.radians(lats))), np.radians(lons) - self._lon0
        xi = np.arctan2(hauteurs, np.cos(ecarts))
        eta = np.arctanh(np.sin(ecarts) / np.hypot(1.0, hauteurs))
        z = xi + 1j * eta
        z = z + sum(a * np.sin(2 * k * z) for k, a in enumerate(self._aller, 1))
        return self.X0 + self._rayon * z.imag, self._rayon * z.real

    def inverse(self, xs: Nombres, ys: Nombres) -> tuple[Nombres, Nombres]:
        z = (ys + 1j * (xs - self.X0)) / self._rayon
        z = z - sum(b * np.sin(2 * k * z) for k, b in enumerate(self._retour, 1))
        xi, eta = z.real, z.imag
        lons = self._lon0 + np.arctan2(np.sinh(eta), np.cos(xi))
        isometriques = np.arcsinh(np.sin(xi) / np.hypot(np.sinh(eta), np.cos(xi)))
        return np.degrees(lons), np.degrees(_latitude(isometriques))


@dataclass(frozen=True, slots=True)
class Territoire:
    """A part of the plane: the box of degrees it serves, its projection, where it is put."""

    nom: str
    ouest: float
    sud: float
    est: float
    nord: float
    projection: Projection
    decalage: tuple[float, float] = (0.0, 0.0)

    def contient(self, lons: Nombres, lats: Nombres) -> NDArray[np.bool_]:
        dedans: NDArray[np.bool_] = (
            (lons >= self.ouest) & (lons <= self.est) & (lats >= self.sud) & (lats <= self.nord)
        )
        return dedans


# The shifts put each territory in a square of its own, 1 000 km wide, east of Lambert-93.
METROPOLE = Territoire("métropole", -12, 38, 15, 55, Lambert93())
OUTRE_MER = (
    Territoire("Antilles", -64, 13, -60, 19, Utm(20), (1_500_000, 4_700_000)),
    Territoire("Guyane", -55, 1, -51, 7, Utm(22), (2_500_000, 6_000_000)),
    Territoire("La Réunion", 54, -23, 57, -19, Utm(40), (3_500_000, 8_900_000)),
    Territoire("Mayotte", 44, -14, 46, -11, Utm(38), (4_500_000, 8_000_000)),
    Territoire("Saint-Pierre-et-Miquelon", -58, 45, -54, 49, Utm(21), (5_500_000, 1_300_000)),
    Territoire("Îles de la Société", -152, -19, -145, -15, Utm(6), (6_500_000, 8_500_000)),
    Territoire("Nouvelle-Calédonie", 163, -23, 169, -19, Utm(58), (9_500_000, 8_800_000)),
)


def territoire_de(lon: float, lat: float) -> Territoire | None:
    """The part of the plane that serves this point; None when it is nowhere in France."""
    point = np.array([lon]), np.array([lat])
    return next((t for t in (METROPOLE, *OUTRE_MER) if t.contient(*point)[0]), None)


def projeter(lons: Nombres, lats: Nombres) -> tuple[Nombres, Nombres]:
    """Degrees to metres of the plane; nan for what is nowhere in France."""
    if METROPOLE.contient(lons, lats).all():
        return METROPOLE.projection.directe(lons, lats)
    xs, ys = np.full(lons.shape, np.nan), np.full(lons.shape, np.nan)
    for t in (METROPOLE, *OUTRE_MER):
        ici = t.contient(lons, lats)
        if ici.any():
            x, y = t.projection.directe(lons[ici], lats[ici])
            xs[ici], ys[ici] = x + t.decalage[0], y + t.decalage[1]
    return xs, ys


def deprojeter(xs: Nombres, ys: Nombres) -> tuple[Nombres, Nombres]:
    """Metres of the plane back to degrees."""
    lons, lats = METROPOLE.projection.inverse(xs, ys)
    for t in OUTRE_MER:
        dx, dy = t.decalage
        ici = np.abs(xs - dx - Utm.X0) <= 500_000  # half its square
        if ici.any():
            lons[ici], lats[ici] = t.projection.inverse(xs[ici] - dx, ys[ici] - dy)
    return lons, lats
