"""Seeds × sizes × made-up releases, each attacked by the attacker written apart, with everything published before it.

`linked`: four linked tables over a hierarchy; `years`: three years, each told of the former; `maps`: the same children
in two maps. Counted: small cells of every release and of every hidden intersection, how many are recovered exactly,
how many are located more narrowly than promised. The promise: in mode «secret», from n - 2 to n + threshold - 1;
rounded to 5, a width of 4. A demand that the engine refuses is counted apart: nothing was released.
`python -m bench.divulgation_campagne [--graines N] [--premiere N] [--tailles …] [--jeux …] [--modes …] [--seuil N]`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.divulgation_attaquant import Attaquant, trop_etroites
from bench.divulgation_jeux import annees, deux_cartes, liees
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import Impubliable, en_json, publier

JEUX = {"years": annees, "maps": deux_cartes, "linked": lambda *a, **k: [liees(*a, **k)]}
SECONDES = 0.5


def essayer(demandes: Iterable[dict[str, Any]]) -> Counter[str]:
    """Publish one after another, and attack after each with all that is out."""
    lus: Counter[str] = Counter(runs=1)
    paires = []
    for demande in demandes:
        largeur = min(5, demande["threshold"]) - 1 if demande["mode"] == "arrondi" else 0
        avant = [lire_anterieure(d, s) for d, s in paires]
        try:
            publiee = publier(lire_demande(demande), avant, secondes=SECONDES)
        except Impubliable:
            lus["refused"] += 1
            return lus
        paires.append((demande, json.loads(json.dumps(en_json(publiee)))))
        lues = Attaquant(paires).attaquer(largeur=largeur)
        lus["releases"] += 1
        lus["targets"] += len(lues)
        lus["exact"] += sum(bool(x.exacte) for x in lues)
        lus["narrow"] += len(trop_etroites(lues, demande, largeur))
        lus["already_known"] += paires[-1][1]["audit"]["already_known"]
    return lus


def principal() -> int:
    a = argparse.ArgumentParser()
    a.add_argument("--graines", type=int, default=1)
    a.add_argument("--premiere", type=int, default=1)
    a.add_argument("--tailles", type=int, nargs="+", default=[3_000, 10_000, 50_000])
    a.add_argument("--jeux", nargs="+", default=list(JEUX), choices=list(JEUX))
    a.add_argument("--modes", nargs="+", default=["secret", "arrondi"])
    a.add_argument("--seuil", type=int, default=5)
    o = a.parse_args()
    tout: Counter[str] = Counter()
    graines = range(o.premiere, o.premiere + o.graines)
    for graine, enfants, jeu, mode in product(graines, o.tailles, o.jeux, o.modes):
        debut = time.monotonic()
        lus = essayer(JEUX[jeu](graine, enfants, mode=mode, seuil=o.seuil))
        tout += lus
        dit = {"seed": graine, "children": enfants, "set": jeu, "mode": mode, "threshold": o.seuil}
        print(json.dumps({**dit, **lus, "s": round(time.monotonic() - debut, 1)}), flush=True)
    ok = tout["exact"] == 0 and tout["narrow"] == 0
    print(
        json.dumps(
            {"bench": "divulgation_campagne", **tout, "ratio": tout["exact"], "goal": 0, "ok": ok}
        )
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
