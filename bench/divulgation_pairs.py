"""The peers of `bench.divulgation`: acro and pytauargus, run by their own environment (never imported by ours).

Both read the same children, codes as words. acro: one `crosstab` for each table, threshold 5, margins, suppression.
pytauargus: one `protect` for each table, FREQ(5,100), optimal suppression. Neither knows that tables are linked.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import time
import warnings
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
SEUIL = 5
MONTREES = ("S", "E")  # safe, or nobody


def avec_acro(enfants: pd.DataFrame, tables: list[list[str]]) -> list[list[dict[str, object]]]:
    from acro import ACRO

    session = ACRO(suppress=True)
    session.config["safe_threshold"] = SEUIL
    session.config["zeros_are_disclosive"] = False
    lues = []
    for dims in tables:
        index = [enfants[d] for d in dims[:-1]]
        vue = session.crosstab(
            index if len(index) > 1 else index[0], enfants[dims[-1]], margins=True
        )
        lues.append(_cellules_d_acro(vue, dims, enfants))
    return lues


def _cellules_d_acro(vue: pd.DataFrame, dims: list[str], enfants: pd.DataFrame) -> list[dict]:
    """What acro displays. With margins it shows 0 where it suppresses: a 0 says nothing here, nor does a line left out.

    Its margins sum what is displayed, so they say nothing more.
    """
    vues = {}
    for ligne in vue.index:
        labels = ligne if isinstance(ligne, tuple) else (ligne,)
        for colonne in vue.columns:
            n = vue.loc[ligne, colonne]
            vues[*map(str, labels), str(colonne)] = "s" if pd.isna(n) or n == 0 else int(n)
    modalites = [sorted(enfants[d].unique()) for d in dims]
    return [
        {"cell": dict(zip(dims, cle, strict=True)), "value": vues.get(cle, "s")}
        for cle in product(*modalites)
    ]


def avec_tauargus(enfants: pd.DataFrame, tables: list[list[str]]) -> list[list[dict[str, object]]]:
    import pytauargus

    lues = []
    for dims in tables:
        rendu = pytauargus.protect(
            enfants.assign(unite=1), [dims], "unite", f"FREQ({SEUIL},100)", "OPT(1)"
        )
        cellules = []
        for ligne in rendu.tables[0].rows:
            nom = {d: "total" if ligne[d].strip() == "Total" else ligne[d].strip() for d in dims}
            montree = str(ligne["status"])[:1] in MONTREES
            cellules.append({"cell": nom, "value": int(ligne["freq"]) if montree else "s"})
        lues.append(cellules)
    return lues


def executer(entree: str, sortie: str) -> None:
    demande = json.loads(Path(entree).read_text(encoding="utf-8"))
    enfants = pd.DataFrame(demande["enfants"], columns=demande["colonnes"])
    rendu = {}
    for nom, travail in (("acro", avec_acro), ("pytauargus", avec_tauargus)):
        debut = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            tables = travail(enfants, demande["tables"])
        rendu[nom] = {
            "tables": tables, "secondes": time.perf_counter() - debut, "version": version(nom),
        }  # fmt: skip
    Path(sortie).write_text(json.dumps(rendu), encoding="utf-8")


if len(sys.argv) == 3:
    executer(sys.argv[1], sys.argv[2])
