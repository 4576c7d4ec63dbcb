"""Degrees to metres: against values computed once with pyproj 3.7 (the bench compares a million points)."""

from __future__ import annotations

import numpy as np
import pytest

from maillage.territoire.rules.projection import territoire_de

CENTIMETRE = 0.01
SUD = 10_000_000  # what the official UTM zones of the south add to stay positive; the plane has its own shifts


@pytest.mark.parametrize(
    ("nom", "lon", "lat", "x", "y"),
    [
        ("métropole", 2.3732735, 48.9272089, 654077.5316, 6869874.1427),  # EPSG:2154
        ("métropole", 9.45, 42.7, 1228546.0453, 6199420.6440),
        ("métropole", -4.48, 48.39, 147078.3305, 6836175.3338),
        ("Antilles", -61.06, 14.61, 708972.7828, 1616083.6232),  # 5490
        ("Guyane", -52.33, 4.93, 352535.0376, 545073.7193),  # 2972
        ("La Réunion", 55.45, -20.88, 338767.1674, 7690355.5724 - SUD),  # 2975
        ("Mayotte", 45.22, -12.78, 523877.9921, 8587182.9040 - SUD),  # 4471
        ("Saint-Pierre-et-Miquelon", -56.18, 46.78, 562596.2720, 5181043.2102),  # 4467
        ("Îles de la Société", -149.57, -17.54, 227160.9990, 8058860.8697 - SUD),  # 3297
        ("Nouvelle-Calédonie", 166.45, -22.27, 649396.6938, 7536570.8168 - SUD),  # 32758
    ],
)
def test_les_projections_disent_comme_pyproj(
    nom: str, lon: float, lat: float, x: float, y: float
) -> None:
    territoire = territoire_de(lon, lat)
    assert territoire is not None
    assert territoire.nom == nom
    xs, ys = territoire.projection.directe(np.array([lon]), np.array([lat]))
    assert np.hypot(xs - x, ys - y)[0] < CENTIMETRE
    lons, lats = territoire.projection.inverse(xs, ys)
    assert (lons[0], lats[0]) == (pytest.approx(lon, abs=1e-9), pytest.approx(lat, abs=1e-9))
