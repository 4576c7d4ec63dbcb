"""Six linked tables of the same children: what an attacker recovers from ours, from acro's and from pytauargus's.

Targets: cells of 1 to 4 children that nobody shows. The attacker (`divulgation_attaquant`, which shares nothing with the
engine) knows the figures shown in all six tables and that nothing is negative. Peers protect each table apart: that is
what they offer; acro's margins sum only what it shows. R packages that know linked tables (GaussSuppression) were not run.
`python -m bench.divulgation [--enfants N] [--quartiers N] [--graine N]`; the last line is JSON. The campaign of seeds is
`bench.divulgation_campagne`.
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
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.divulgation_attaquant import MARGE, Attaquant
from bench.divulgation_jeux import AXES, enfants, liees
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.publication import en_json, publier

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "divulgation"
SECONDES = 20.0  # what a lot of a release is given
PAIRS = ("acro==1.0.2", "pytauargus==0.6.0")
TABLES = (
    ("quartier", "age", "sexe"), ("quartier", "age", "issue"), ("age", "sexe", "motif"),
    ("quartier", "motif"), ("quartier", "age"), ("age", "motif"),
)  # fmt: skip


def demander(graine: int, combien: int, quartiers: int) -> dict[str, Any]:
    tables = [{"id": "-".join(d), "dims": list(d), "levels": {}} for d in TABLES]
    return {**liees(graine, combien, quartiers), "tables": tables}


def des_pairs(graine: int, combien: int, quartiers: int) -> dict[str, Any]:
    """Run the peers in their own environment, installed here on first use."""
    python = (PAIR / "bin" / "python").absolute()
    if not python.exists():
        print("installing the peers in bench/.peers/divulgation", flush=True)
        venv.create(PAIR, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PAIRS], check=True)
    lignes = enfants(graine, combien, quartiers)
    with tempfile.TemporaryDirectory() as dossier:
        entree, sortie = Path(dossier) / "entree.json", Path(dossier) / "sortie.json"
        contenu = {"enfants": lignes, "colonnes": ["quartier", *AXES], "tables": TABLES}
        entree.write_text(json.dumps(contenu), encoding="utf-8")
        joue = ICI / "divulgation_pairs.py"
        subprocess.run([python, joue, entree, sortie], check=True, capture_output=True, cwd=dossier)
        return json.loads(sortie.read_text(encoding="utf-8"))


def attaquer(demande: dict[str, Any], tables: list[dict[str, Any]]) -> dict[str, int]:
    sortie = {"mode": "secret", "base": 5, "tables": tables}
    lues = Attaquant([(demande, sortie)]).attaquer(largeur=5, tues=True)
    tues = sum(c["value"] == "s" for t in tables for c in t["cells"])
    return {
        "targets": len(lues), "exact": sum(x.exacte for x in lues), "hidden": tues,
        "narrow": sum(x.haut - x.bas < 5 - MARGE for x in lues),
    }  # fmt: skip


def principal() -> int:
    a = argparse.ArgumentParser()
    a.add_argument("--enfants", type=int, default=3_000)
    a.add_argument("--quartiers", type=int, default=20)
    a.add_argument("--graine", type=int, default=1)
    o = a.parse_args()
    demande = demander(o.graine, o.enfants, o.quartiers)
    debut = time.perf_counter()
    notre = en_json(publier(lire_demande(demande), secondes=SECONDES))
    secondes = time.perf_counter() - debut
    eux = des_pairs(o.graine, o.enfants, o.quartiers)
    print(f"Python {platform.python_version()}, highspy {version('highspy')}")
    print("peers: " + ", ".join(f"{n} {v['version']}" for n, v in eux.items()))
    print(
        f"{o.enfants:,} children, {notre['audit']['cells']:,} cells of six linked tables, threshold 5"
    )
    lus = {"ours": (attaquer(demande, notre["tables"]), secondes)}
    for nom, rendu in eux.items():
        tables = [
            {"id": "-".join(d), "cells": c} for d, c in zip(TABLES, rendu["tables"], strict=True)
        ]
        lus[nom] = (attaquer(demande, tables), rendu["secondes"])
    for nom, (vu, temps) in lus.items():
        print(
            f"{nom}: {vu['targets']} targets, {vu['exact']} recovered exactly, {vu['narrow']} narrower than 5;"
            f" {vu['hidden']} cells hidden, {temps:.1f} s"
        )
    nous = lus["ours"][0]
    ok = nous["exact"] == nous["narrow"] == 0 < lus["acro"][0]["exact"]
    cachees = round(nous["hidden"] / max(lus["pytauargus"][0]["hidden"], 1), 3)
    tous = {nom: vu for nom, (vu, _) in lus.items()}
    print(json.dumps({
        "bench": "divulgation", "ratio": nous["exact"], "goal": 0, "hidden_over_pytauargus": cachees, **tous, "ok": ok,
    }))  # fmt: skip
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
