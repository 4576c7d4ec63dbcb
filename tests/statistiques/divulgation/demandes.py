"""Demands of tests: small tables written by hand, larger ones drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

DETAIL_ET_TOTAL = ["detail", "total"]


def tableau(
    comptes: Sequence[Sequence[int]],
    *,
    mode: str = "secret",
    zeros: Sequence[Mapping[str, str]] = (),
    **plus: Any,
) -> dict[str, Any]:
    """A table with its margins: rows «A», «B»…, columns «1», «2»…"""
    lignes = [chr(65 + i) for i in range(len(comptes))]
    colonnes = [str(j + 1) for j in range(len(comptes[0]))]
    return {
        "id": "p1",
        "dimensions": {"ligne": {"modalites": lignes}, "colonne": {"modalites": colonnes}},
        "tables": [{"id": "t", "dims": ["ligne", "colonne"], "levels": {}}],
        "structural_zeros": list(zeros),
        "threshold": 5, "lower": 2, "upper": 4, "mode": mode, "base": 5,
        "counts": [
            {"cell": {"ligne": a, "colonne": b}, "n": comptes[i][j]}
            for (i, a), (j, b) in product(enumerate(lignes), enumerate(colonnes)) if comptes[i][j]
        ],
        **plus,
    }  # fmt: skip


def tiree(
    graine: int, enfants: int = 400, quartiers: int = 6, *, mode: str = "secret", tables: int = 3
) -> dict[str, Any]:
    """Linked tables over quartier (in secteurs), age, sex and motif, drawn with large differences of size."""
    hasard = Random(graine)  # noqa: S311 - a drawing that can be drawn again
    noms = [f"Q{i}" for i in range(quartiers)]
    axes = {
        "quartier": noms,
        "age": ["2-5", "6-10", "11-16", "17+"],
        "sexe": ["fille", "garcon"],
        "motif": ["M1", "M2", "M3", "M4"],
    }
    poids = [hasard.paretovariate(1.2) for _ in noms]
    tires = Counter(
        (
            hasard.choices(noms, poids)[0], hasard.choices(axes["age"], [20, 50, 28, 2])[0],
            hasard.choice(axes["sexe"]), hasard.choices(axes["motif"], [50, 30, 15, 5])[0],
        )
        for _ in range(enfants)
    )  # fmt: skip
    secteurs = {f"S{k}": noms[k * 3 : k * 3 + 3] for k in range((quartiers + 2) // 3)}
    niveaux = {"quartier": ["detail", "secteur", "total"]}
    voulues = [
        {"id": "quartier_age_sexe", "dims": ["quartier", "age", "sexe"], "levels": niveaux},
        {"id": "quartier_motif", "dims": ["quartier", "motif"], "levels": niveaux},
        {"id": "age_motif", "dims": ["age", "motif"], "levels": {}},
    ]
    return {
        "id": f"tiree-{graine}",
        "dimensions": {
            nom: {"modalites": ms, **({"hierarchie": {"secteur": secteurs}} if nom == "quartier" else {})}
            for nom, ms in axes.items()
        },
        "tables": voulues[:tables],
        "threshold": 5, "lower": 2, "upper": 4, "mode": mode, "base": 5,
        "counts": [{"cell": dict(zip(axes, cle, strict=True)), "n": n} for cle, n in tires.items()],
    }  # fmt: skip
