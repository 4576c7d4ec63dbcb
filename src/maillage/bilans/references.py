"""Published figures shipped with the room, read once."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from maillage.bilans.rules.indicateurs_rep import Portee
from maillage.bilans.rules.tableau_rep import MesureDite


def _lignes(fichier: str) -> list[dict[str, str]]:
    source = resources.files("maillage.bilans") / "data" / fichier
    return list(csv.DictReader(source.read_text("utf-8").splitlines(), delimiter=";"))


@cache
def references_publiees() -> tuple[MesureDite, ...]:
    """National rates by label, as published: no headcount comes with them."""
    return tuple(
        MesureDite(
            r["indicateur"], int(r["annee"]), Portee(r["portee"]), "", None, None, Decimal(r["valeur"]),
            r["source"].replace("'", "’"), date(int(r["annee"]), 9, 1),
        )
        for r in _lignes("references_rep.csv")
    )  # fmt: skip


@cache
def reperes_de_l_enquete() -> dict[str, str]:
    """What the national survey said, by code of line: «58,2 % (2021)»."""
    return {r["code"]: f"{r['valeur']} ({r['annee']})" for r in _lignes("reperes_enquete.csv")}
