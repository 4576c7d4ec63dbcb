"""How few cells any mask can hide that keeps our promises, on the six linked tables of `bench.divulgation`: a lower bound.

Counted as that bench counts: a cell hidden in two tables is two. Small cells are hidden, and each keeps its range; the
decomposition of the engine (`exact`) hides least, and its master programme never costs more than the least mask. The attacker
of the bound knows only the sums between cells, which is less than ours: no safe mask is below. Goal: a bound of at most
0.95 of what pytauargus hides; above, the goal of `bench.divulgation` cannot be reached with these promises.
`python -m bench.divulgation_borne [--graine N] [--secondes N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.divulgation import demander, des_pairs
from maillage.statistiques.rules.divulgation.exact import prouver
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.mouvements import Mouvements, besoins
from maillage.statistiques.rules.divulgation.sensibles import poser

ENFANTS, QUARTIERS, OBJECTIF = 3_000, 20, 0.95


def borner(graine: int, secondes: float) -> tuple[int, int, bool]:
    """What must be hidden anyway, the bound on all that is hidden, and whether it is the least mask itself."""
    probleme = poser(lire_demande(demander(graine, ENFANTS, QUARTIERS)))
    s = probleme.systeme
    fois = Counter(s.rang[cle] for _, fs in probleme.tables for f in fs for _, cle in f.cellules())
    couts = np.array([float(fois[i]) for i in range(s.nombre)])
    obligees = sorted(probleme.sensibles)
    dues = int(couts[obligees].sum())
    couts[obligees] = 0
    preuve = prouver(Mouvements(probleme), couts, besoins(probleme), time.monotonic() + secondes)
    return dues, dues + math.ceil(preuve.borne - 1e-6), preuve.supprimees is not None


def principal() -> int:
    a = argparse.ArgumentParser()
    a.add_argument("--graine", type=int, default=1)
    a.add_argument("--secondes", type=float, default=300.0)
    o = a.parse_args()
    dues, borne, fini = borner(o.graine, o.secondes)
    tables = des_pairs(o.graine, ENFANTS, QUARTIERS)["pytauargus"]["tables"]
    eux = sum(c["value"] == "s" for t in tables for c in t)
    print(f"seed {o.graine}: {dues} small, at least {borne} hidden; pytauargus hides {eux}")
    print(json.dumps({
        "bench": "divulgation_borne", "ratio": round(borne / eux, 3), "goal": OBJECTIF, "small": dues,
        "bound": borne, "pytauargus": eux, "closed": fini, "ok": borne <= OBJECTIF * eux,
    }))  # fmt: skip
    return 0 if borne <= OBJECTIF * eux else 1


if __name__ == "__main__":
    sys.exit(principal())
