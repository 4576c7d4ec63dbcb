"""The whole authorisation matrix: every route, mission, obligation, relation, method and format, against the policy.

No peer publishes such a figure (docs/regles/preuves.md); the ratio is cells over the 40,000 asked.
`python -m bench.matrice [--une-sur N --rang K]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from bench.preuve import PROCESSUS, bases_d_essai, charge, ensemble

CELLULES, SECONDES = 40_000, 600


def une_part(part: int, une_sur: int, rang_pris: int) -> None:
    """Ask one cell out of two, of every route; with `une_sur`, one of so many of these, from `rang_pris`."""
    with bases_d_essai():
        from tests.acces.interroger import Enquete, parcourir
        from tests.acces.marche import routes
        from tests.factories.preuve import creer_le_monde

        enquete, fautes = Enquete(creer_le_monde()), []
        for rang, route in enumerate(routes()):
            pas = (part + PROCESSUS * rang_pris, PROCESSUS * une_sur)
            fautes += parcourir(enquete, route, rang, entieres=True, part=pas)
        print(json.dumps({"cellules": dict(enquete.compte), "fautes": fautes}))


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--part", type=int)
    options.add_argument("--une-sur", type=int, default=1, help="one cell of so many; 1: all")
    options.add_argument("--rang", type=int, default=0, help="which one, from 0")
    choisi = options.parse_args()
    if choisi.part is not None:
        une_part(choisi.part, choisi.une_sur, choisi.rang)
        return 0
    debut = time.monotonic()
    parts = ensemble(
        "bench.matrice", ["--une-sur", str(choisi.une_sur), "--rang", str(choisi.rang)]
    )
    secondes = time.monotonic() - debut
    nombre = sum(sum(p["cellules"].values()) for p in parts)
    trouvees = {nom for p in parts for nom in p["cellules"]}
    fautes = [f for p in parts for f in p["fautes"]]
    for faute in fautes:
        print(faute)
    ok = nombre >= CELLULES and not fautes and secondes <= SECONDES
    print(f"{nombre} cells, {len(trouvees)} routes, {len(fautes)} faults shown, {secondes:.0f} s")
    print(
        json.dumps(
            {
                "bench": "matrice",
                "ratio": round(nombre / CELLULES, 2),
                "cells": nombre,
                "routes": len(trouvees),
                "mismatches": len(fautes),
                "seconds": round(secondes),
                **charge(),
                "goal": CELLULES,
                "ok": ok,
            }
        )
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
