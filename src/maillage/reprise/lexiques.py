"""The gateway to the synonym tables: reads the CSV of `data/` once, hands them over as values."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files

from maillage.reprise.rules.tables import Lexiques, Regle, Table


def _lire(nom: str, colonne: str) -> Table:
    texte = files("maillage.reprise").joinpath("data", f"{nom}.csv").read_text(encoding="utf-8")
    lignes = csv.DictReader(io.StringIO(texte), delimiter=";")
    return Table(tuple(Regle.lire(ligne["motif"], ligne[colonne]) for ligne in lignes))


@lru_cache(maxsize=1)
def charger() -> Lexiques:
    """Every synonym table, compiled."""
    return Lexiques(
        entetes=_lire("entetes", "champ"),
        motifs=_lire("motifs", "code"),
        sorties=_lire("sorties", "code"),
        refus=_lire("refus", "code"),
        accords=_lire("accords", "code"),
        classes=_lire("classes", "code"),
        origines=_lire("origines", "code"),
        textes=_lire("textes", "compartiment"),
        anodins=_lire("anodins", "sens"),
    )
