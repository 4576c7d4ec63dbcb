"""Which of 1,609 zones holds each of 1,000,000 addresses, against geopandas.sjoin in the same run.

The map is made up (1,609 polygons of about 228 corners, some with holes or several parts, in towns over France); so
are the addresses (around the towns, one in ten in a zone). From metres is the figure of the goal: both start from two
arrays of numbers. From degrees, both project too. With points that exist already, geopandas has less to do: said.
`python -m bench.zonage [--adresses N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.zonage_simulation import OBJECTIF_S, dire, simulation
from maillage.territoire.rules.projection import deprojeter, projeter
from maillage.territoire.rules.zones import Carte, Zone

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "geopandas"
GEOPANDAS = ("geopandas==1.1.1", "numpy==2.4.6")
OBJECTIF = 8.0
ZONES, COINS, VILLES = 1_609, 228, 620
FOIS = 3
CENTIMETRE = 0.01


def inventer(adresses: int, graine: int = 2014) -> tuple[list[Zone], np.ndarray, np.ndarray]:
    """A map and addresses of nowhere: towns over France, round shapes with teeth, some holes and islands."""
    hasard = np.random.default_rng(graine)
    villes = np.stack(
        [hasard.uniform(200_000, 1_150_000, VILLES), hasard.uniform(6_150_000, 7_050_000, VILLES)]
    )
    zones = []
    for i in range(ZONES):
        ou = villes[:, hasard.integers(VILLES)] + hasard.normal(0, 1_500, 2)
        forme = _forme(hasard, ou, hasard.uniform(150, 700), COINS)
        if i % 10 == 0:
            forme = forme.difference(_forme(hasard, ou, 60, 24))
        if i % 7 == 0:
            forme = forme.union(_forme(hasard, ou + 1_000, 120, 40))
        zones.append(Zone(f"ZI{i:05d}", "zone inventée", "", forme))
    lesquelles = hasard.integers(VILLES, size=adresses)
    xy = villes[:, lesquelles] + hasard.normal(0, 1_700, (2, adresses))
    return zones, np.ascontiguousarray(xy[0]), np.ascontiguousarray(xy[1])


def _forme(hasard, ou, rayon: float, coins: int):
    angles = np.sort(hasard.uniform(0, 2 * np.pi, coins))
    ondes = sum(
        hasard.uniform(0, 0.15) * np.cos(k * angles + hasard.uniform(0, 6)) for k in (2, 3, 5)
    )
    rayons = rayon * (1 + ondes + hasard.uniform(-0.03, 0.03, coins))
    bords = np.stack([ou[0] + rayons * np.cos(angles), ou[1] + rayons * np.sin(angles)], axis=1)
    return shapely.make_valid(shapely.Polygon(bords))


def pair(entree: Path, sortie: Path) -> dict:
    """Run the peer in its own environment, installed here on first use."""
    python = PAIR / "bin" / "python"
    if not python.exists():
        print("installing the peer in bench/.peers/geopandas", flush=True)
        venv.create(PAIR, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *GEOPANDAS], check=True)
    joue = ICI / "zonage_geopandas.py"
    rendu = subprocess.run(
        [python, joue, entree, sortie], check=True, capture_output=True, text=True
    )
    return json.loads(rendu.stdout)


def chrono(travail) -> tuple[float, tuple]:
    """The best of a few times, and the last result."""
    durees = []
    for _ in range(FOIS):
        depart = time.perf_counter()
        rendu = travail()
        durees.append(time.perf_counter() - depart)
    return min(durees), rendu


def ecarts(ours: tuple[np.ndarray, np.ndarray], leurs: np.ndarray) -> int:
    """How many pairs are on one side only."""
    nous = {(int(p), int(z)) for p, z in zip(*ours, strict=True)}
    eux = {(int(p), int(z)) for p, z in leurs}
    return len(nous ^ eux)


def mesurer(adresses: int) -> dict:
    """Time both sides on the same arrays and compare what they say."""
    zones, x, y = inventer(adresses)
    lon, lat = deprojeter(x, y)
    depart = time.perf_counter()
    carte = Carte.de(zones, "bench").indexer()
    construction = time.perf_counter() - depart
    octets = [shapely.to_wkb(z.forme) for z in carte.zones]
    with tempfile.TemporaryDirectory() as dossier:
        entree, sortie = Path(dossier) / "entree.npz", Path(dossier) / "sortie.npz"
        np.savez(
            entree, x=x, y=y, lon=lon, lat=lat, tailles=[len(o) for o in octets],
            wkb=np.frombuffer(b"".join(octets), np.uint8),
        )  # fmt: skip
        eux = pair(entree, sortie)
        leurs = np.load(sortie)
        paires_m, paires_d, xy = leurs["metres"], leurs["degres"], leurs["xy"]
    metres, ours = chrono(lambda: carte.paires(x, y))
    degres, ours_d = chrono(lambda: carte.paires(*projeter(lon, lat)))
    nos_xy = np.stack(projeter(lon, lat))
    cent_mille = min(100_000, adresses)
    tout, _ = chrono(lambda: carte.situer_tous(lon[:cent_mille], lat[:cent_mille]))
    simule = simulation(zones, lon[:cent_mille], lat[:cent_mille], FOIS)
    return {
        "simule": simule, "eux": eux, "construction": construction, "metres": metres, "degres": degres,
        "paires": len(ours[0]), "differences": ecarts(ours, paires_m),
        "differences_degres": ecarts(ours_d, paires_d), "distances": tout,
        "projection_m": float(np.hypot(*(nos_xy - xy)).max()),
        "sommets": sum(shapely.get_num_coordinates(z.forme) for z in zones),
    }  # fmt: skip


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--adresses", type=int, default=1_000_000)
    adresses = options.parse_args().adresses
    m = mesurer(adresses)
    eux = m["eux"]
    ratio = eux["metres"] / m["metres"]
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, shapely {shapely.__version__}"
    )
    print("peer: " + ", ".join(f"{n} {eux[n]}" for n in ("geopandas", "shapely", "pyproj")))
    print(
        f"{adresses:,} addresses, {ZONES:,} zones, {m['sommets']:,} corners, {m['paires']:,} pairs"
    )
    print(f"ours, index built once (grid and borders) : {m['construction']:.2f} s")
    print(f"from metres : ours {m['metres']:.3f} s, sjoin {eux['metres']:.3f} s, ×{ratio:.1f}")
    print(
        f"from degrees: ours {m['degres']:.3f} s, sjoin after to_crs {eux['degres']:.3f} s,"
        f" ×{eux['degres'] / m['degres']:.1f}"
    )
    print(
        f"points that exist already: sjoin {eux['points_prets']:.3f} s, ×{eux['points_prets'] / m['metres']:.1f}"
    )
    print(f"zones and exact distances of 100,000 addresses, from degrees: {m['distances']:.2f} s")
    print(
        f"differing pairs: {m['differences']} from metres, {m['differences_degres']} from degrees"
    )
    print(f"our projection against pyproj: {m['projection_m'] * 1000:.4f} mm at most")
    s = m["simule"]
    print(dire(s))
    juste = m["differences"] == 0 and m["projection_m"] < CENTIMETRE
    resultat = {
        "bench": "zonage", "ratio": round(ratio, 2), "ratio_degrees": round(eux["degres"] / m["degres"], 2),
        "ratio_ready_points": round(eux["points_prets"] / m["metres"], 2), "differing": m["differences"],
        "projection_mm": round(m["projection_m"] * 1000, 4), "simulation_s": round(s["secondes"], 3), "goal": OBJECTIF, "goal_simulation_s": OBJECTIF_S,
        "ok": bool(juste and ratio >= OBJECTIF and s["secondes"] <= OBJECTIF_S),
    }  # fmt: skip
    print(json.dumps(resultat))
    return 0 if resultat["ok"] else 1


if __name__ == "__main__":
    sys.exit(principal())
