"""The peer of `bench.zonage`: geopandas.sjoin, run by its own environment (never imported by ours)."""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise

import geopandas
import numpy as np
import pyproj
import shapely

FOIS = 3
METRES = "EPSG:2154"


def chrono(travail, fois: int = FOIS) -> tuple[float, object]:
    """The best of a few times, and the last result."""
    durees = []
    for _ in range(fois):
        depart = time.perf_counter()
        rendu = travail()
        durees.append(time.perf_counter() - depart)
    return min(durees), rendu


def paires(joint) -> np.ndarray:
    """The (point, polygon) pairs of a join, in one order."""
    lus = np.stack([joint.index.to_numpy(), joint["index_right"].to_numpy()], axis=1)
    return lus[np.lexsort((lus[:, 1], lus[:, 0]))]


def executer(entree: str, sortie: str) -> None:
    """Join from metres, from degrees with a projection, and with points that exist already; keep the pairs."""
    lu = np.load(entree)
    x, y, lon, lat = lu["x"], lu["y"], lu["lon"], lu["lat"]
    debuts = np.concatenate([[0], np.cumsum(lu["tailles"])])
    octets = lu["wkb"].tobytes()
    formes = shapely.from_wkb([octets[a:b] for a, b in pairwise(debuts)])
    zones = geopandas.GeoDataFrame(geometry=formes, crs=METRES)

    def des_metres():
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y), crs=METRES)
        return geopandas.sjoin(points, zones, predicate="intersects")

    def des_degres():
        points = geopandas.GeoDataFrame(
            geometry=geopandas.points_from_xy(lon, lat), crs="EPSG:4326"
        )
        return geopandas.sjoin(points.to_crs(METRES), zones, predicate="intersects")

    prets = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y), crs=METRES)
    metres, joint = chrono(des_metres)
    degres, joint_des_degres = chrono(des_degres)
    deja, _ = chrono(lambda: geopandas.sjoin(prets, zones, predicate="intersects"))
    vers = pyproj.Transformer.from_crs("EPSG:4326", METRES, always_xy=True)
    np.savez(
        sortie,
        metres=paires(joint),
        degres=paires(joint_des_degres),
        xy=np.stack(vers.transform(lon, lat)),
    )
    versions = {m.__name__: m.__version__ for m in (geopandas, shapely, pyproj)}
    print(json.dumps({"metres": metres, "degres": degres, "points_prets": deja, **versions}))


if len(sys.argv) == 3:
    executer(sys.argv[1], sys.argv[2])
