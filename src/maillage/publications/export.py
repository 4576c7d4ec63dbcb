"""A release in the JSON shape of the engine: what `maillage proteger` writes, from the store."""

from __future__ import annotations

from typing import Any

from maillage.publications.rules.canonique import SUPPRIMEE
from maillage.publications.rules.parutions import TOTAL, ParutionDetaillee, TablePubliee


def en_json(lue: ParutionDetaillee, tables: tuple[TablePubliee, ...]) -> dict[str, Any]:
    """Identity, mode and cells. The certificate and the audit are added by whoever holds the counts."""
    p = lue.parution
    return {
        "id": f"publication-{p.numero}",
        "mode": p.mode,
        "base": p.base,
        "tables": [
            {
                "id": t.id,
                "cells": [
                    {"cell": dict(nom), "value": SUPPRIMEE if v is None else v}
                    for nom, v in t.cells.items()
                ],
            }
            for t in tables
        ],
    }


def demande_json(lue: ParutionDetaillee, tables: tuple[TablePubliee, ...]) -> dict[str, Any]:
    """The demand that this release answers, without any count: with it, `maillage proteger --anterieure` reads the release."""
    dims = dict.fromkeys(d for t in tables for d in t.dims)
    return {
        "id": f"publication-{lue.parution.numero}",
        "dimensions": {d: {"modalites": list(lue.etiquettes[d].labels)} for d in dims},
        "tables": [
            {"id": t.id, "dims": list(t.dims), "levels": {d: ["detail", TOTAL] for d in t.dims}}
            for t in tables
        ],
        "threshold": lue.seuil,
        "mode": lue.mode,
        "base": lue.base,
        "counts": [],
    }
