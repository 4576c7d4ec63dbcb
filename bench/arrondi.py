"""Controlled rounding of linked tables to 5, against the nearest rounding of each figure and against random rounding.

Measured: proof that no nearer rounding adds up, time (on the clock, and of the processor), sums that fail (rows whose shown cells do not add up to their shown
total), moves. Nearest rounding is nearest by definition and does not add up: that is the point. pytauargus's RND was not run.
`python -m bench.arrondi [--graines N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.divulgation_jeux import liees
from maillage.statistiques.rules.divulgation.arrondi import arrondir
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser

BASE, OBJECTIF = 5, 5.0


def manquees(probleme: Probleme, valeurs: dict[int, int]) -> tuple[int, int]:
    """Sums that fail among those whose every term is shown, and how many such sums there are."""
    lues = [
        valeurs[p] == sum(valeurs[e] for e in enfants)
        for p, enfants in probleme.systeme.relations
        if {p, *enfants} <= probleme.publiables
    ]
    return lues.count(False), len(lues)


def au_hasard(n: int, hasard: Random) -> int:
    """Up with a chance of its remainder: right on average, alone in its cell."""
    return n // BASE * BASE + (BASE if hasard.random() < n % BASE / BASE else 0)


def mesurer(graine: int) -> dict[str, float]:
    probleme = poser(lire_demande(liees(graine, 3_000, 31, mode="arrondi")))
    z = {i: int(v) for i, v in enumerate(probleme.systeme.valeurs)}
    debut, calcul = time.perf_counter(), time.process_time()
    rendu = arrondir(probleme, {})
    secondes, calcul = time.perf_counter() - debut, time.process_time() - calcul
    hasard, ou = Random(graine), sorted(probleme.publiables)
    cotes = {
        "controlled": rendu.valeurs,
        "nearest": {i: BASE * round(n / BASE) for i, n in z.items()},
        "random": {i: au_hasard(n, hasard) for i, n in z.items()},
    }
    print(
        f"seed {graine}: {len(ou):,} linked cells, {secondes:.2f} s ({calcul:.2f} of processor), proven: {rendu.prouve}"
    )
    lus = {}
    for nom, valeurs in cotes.items():
        ratees, toutes = manquees(probleme, valeurs)
        ecarts = [abs(valeurs[i] - z[i]) for i in ou]
        print(
            f"  {nom}: {ratees} of {toutes} sums fail; moves {sum(ecarts) / len(ou):.2f} on average, {max(ecarts)} at most"
        )
        lus[nom] = (ratees, sum(ecarts), max(ecarts))
    return {
        "cells": len(ou), "secondes": secondes, "calcul": calcul, "prouve": rendu.prouve, "ratees": lus["controlled"][0],
        "ratees_nearest": lus["nearest"][0], "max": lus["controlled"][2],
        "cout": lus["controlled"][1] / max(lus["nearest"][1], 1),
    }  # fmt: skip


def principal() -> int:
    a = argparse.ArgumentParser()
    a.add_argument("--graines", type=int, default=10)
    o = a.parse_args()
    print(
        f"Python {platform.python_version()}, highspy {version('highspy')}; peers: nearest and random rounding, written here"
    )
    lus = [mesurer(g) for g in range(1, o.graines + 1)]
    pire, milieu = max(x["secondes"] for x in lus), median(x["secondes"] for x in lus)
    ok = pire <= OBJECTIF and all(x["prouve"] and not x["ratees"] and x["max"] < BASE for x in lus)
    print(json.dumps({
        "bench": "arrondi", "ratio": round(pire, 2), "median_s": round(milieu, 2), "worst_cpu_s": round(max(x["calcul"] for x in lus), 2), "goal": OBJECTIF, "proven": sum(x["prouve"] for x in lus), "cells": lus[0]["cells"],
        "moves_over_nearest": round(max(x["cout"] for x in lus), 3),
        "sums_nearest_breaks": min(x["ratees_nearest"] for x in lus), "seeds": len(lus), "ok": bool(ok),
    }))  # fmt: skip
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
