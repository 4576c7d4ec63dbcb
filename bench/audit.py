"""The audit of linked tables: tables that serve many cells at once, against two linear programmes for each cell.

Same unknowns, same rows, same solver on both sides. The naive side starts each programme from nothing, as a loop over cells
does; it is run on the first cells (`--cellules`) and its time is scaled to all, which is said. Unsafe: only the small cells
are hidden, most are recovered. Safe: what the engine releases. Both sides must give the same ends on the cells compared.
`python -m bench.audit [--enfants N] [--quartiers N] [--cellules N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.divulgation_jeux import liees
from maillage.statistiques.rules.divulgation.attaque import attaquer
from maillage.statistiques.rules.divulgation.audit import auditer
from maillage.statistiques.rules.divulgation.elargissement import voulu
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.masquage import masquer
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser
from maillage.statistiques.rules.divulgation.solveur import Programme

OBJECTIF_RATIO, OBJECTIF_PROGRAMMES = 15.0, 0.15
Valeurs = dict[int, int | None]


def montrer(probleme: Probleme, supprimees: set[int]) -> Valeurs:
    z = probleme.systeme.valeurs
    return {i: None if i in supprimees else int(z[i]) for i in sorted(probleme.publiables)}


def naif(
    probleme: Probleme, valeurs: Valeurs, combien: int
) -> tuple[float, dict[int, tuple[float, float]], int]:
    """Two programmes for each of the first cells, each built from nothing: seconds, ends, how many cells."""
    a = attaquer(probleme, valeurs)
    cibles = a.cibles[:: max(1, len(a.cibles) // combien)][:combien]
    bornes = {}
    debut = time.perf_counter()
    for i in cibles:
        lues = []
        for haut in (False, True):
            n = a.matrice.largeur
            programme = Programme(
                a.matrice, np.zeros(n), np.full(n, a.plafond), (a.au_moins, a.au_plus)
            )
            couts = np.zeros(n)
            couts[a.lignes[i]] = 1
            lues.append(programme.resoudre_vers(couts, maximiser=haut)[1])
        bornes[i] = (lues[0], lues[1])
    return time.perf_counter() - debut, bornes, len(cibles)


def comparer(nom: str, probleme: Probleme, valeurs: Valeurs, combien: int) -> dict[str, float]:
    debut = time.perf_counter()
    rapport = auditer(probleme, valeurs)
    nous = time.perf_counter() - debut
    eux, bornes, vus = naif(probleme, valeurs, combien)
    cibles = rapport.sensibles
    eux_tous = eux / vus * cibles
    faibles = {f.cellule for f in rapport.faiblesses}
    differents = 0
    for i, (b, h) in bornes.items():
        bas, haut = voulu(probleme, i)
        differents += (b > bas + 1e-4 or h < haut - 1e-4) != (i in faibles)
    exactes = sum(f.exacte for f in rapport.faiblesses)
    print(
        f"{nom}: {cibles} cells audited, {len(faibles)} weak ({exactes} exactly); ours {nous:.2f} s, {rapport.programmes} programmes"
        f" ({rapport.programmes / cibles:.3f} each); two each: {eux:.2f} s for {vus} of them, {eux_tous:.1f} s for all;"
        f" ×{eux_tous / nous:.1f}; verdicts that differ: {differents}"
    )
    return {
        "ratio": eux_tous / nous,
        "par_cellule": rapport.programmes / cibles,
        "differents": differents,
    }


def principal() -> int:
    a = argparse.ArgumentParser()
    a.add_argument("--enfants", type=int, default=3_000)
    a.add_argument("--quartiers", type=int, default=30)
    a.add_argument("--cellules", type=int, default=40)
    o = a.parse_args()
    probleme = poser(lire_demande(liees(1, o.enfants, o.quartiers)))
    print(f"Python {platform.python_version()}, highspy {version('highspy')}")
    print(f"{probleme.systeme.nombre:,} cells, {len(probleme.systeme.interieur):,} inner cells")
    petites = {i for i in probleme.sensibles if i in probleme.publiables}
    peu_sure = comparer("unsafe", probleme, montrer(probleme, petites), o.cellules)
    masque = masquer(probleme, secondes=1.0)
    sure = comparer("protected", probleme, montrer(probleme, masque.supprimees), o.cellules)
    ok = (
        peu_sure["ratio"] >= OBJECTIF_RATIO
        and sure["par_cellule"] <= OBJECTIF_PROGRAMMES
        and not peu_sure["differents"] + sure["differents"]
    )
    print(json.dumps({
        "bench": "audit", "ratio": round(peu_sure["ratio"], 1), "goal": OBJECTIF_RATIO,
        "ratio_protected": round(sure["ratio"], 1), "programmes_per_cell": round(sure["par_cellule"], 3),
        "goal_programmes_per_cell": OBJECTIF_PROGRAMMES, "ok": bool(ok),
    }))  # fmt: skip
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
