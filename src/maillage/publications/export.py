"""A release in the JSON shape of the engine: what `maillage proteger` writes, from the store."""

from __future__ import annotations

from typing import Any

from maillage.publications.rules.canonique import SUPPRIMEE
from maillage.publications.rules.parutions import ParutionDetaillee, TablePubliee


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
