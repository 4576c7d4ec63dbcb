"""Made-up children and the demands a programme would make of them: linked tables, years one after another, two maps.

Everything is drawn here; nothing comes from a programme. Sizes differ a lot from one quartier to another, as they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

AXES = {
    "age": (("2-5", "6-10", "11-16", "17+"), (20, 50, 28, 2)),
    "sexe": (("fille", "garcon"), (48, 52)),
    "motif": (tuple(f"M{i}" for i in range(1, 9)), (30, 20, 15, 12, 10, 6, 4, 3)),
    "issue": (("en cours", "objectif", "depart", "relais", "autre"), (50, 20, 15, 10, 5)),
}
Ligne = tuple[str, ...]


def enfants(graine: int, combien: int, quartiers: int) -> list[Ligne]:
    """Children: quartier, age, sexe, motif, issue."""
    hasard = Random(graine)
    noms = [f"Q{i:02d}" for i in range(quartiers)]
    poids = [hasard.paretovariate(1.2) for _ in noms]
    colonnes = [hasard.choices(noms, poids, k=combien)]
    colonnes += [hasard.choices(ms, ps, k=combien) for ms, ps in AXES.values()]
    return list(zip(*colonnes, strict=True))


def _dimensions(quartiers: int, noms: Sequence[str] = ("quartier",)) -> dict[str, Any]:
    liste = [f"Q{i:02d}" for i in range(quartiers)]
    secteurs = {f"S{k}": liste[k * 5 : k * 5 + 5] for k in range((quartiers + 4) // 5)}
    return {n: {"modalites": liste, "hierarchie": {"secteur": secteurs}} for n in noms} | {
        nom: {"modalites": list(ms)} for nom, (ms, _) in AXES.items()
    }


def _compter(lignes: Iterable[Ligne], noms: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"cell": dict(zip(noms, ligne, strict=True)), "n": n}
        for ligne, n in Counter(lignes).items()
    ]


def liees(
    graine: int, combien: int, quartiers: int = 30, *, mode: str = "secret", seuil: int = 5
) -> dict[str, Any]:
    """Four linked tables over quartier in secteurs, age, sexe, motif, issue."""
    niveaux = {"quartier": ["detail", "secteur", "total"]}
    tables = [
        {"id": "quartier-age-sexe", "dims": ["quartier", "age", "sexe"], "levels": niveaux},
        {"id": "quartier-motif", "dims": ["quartier", "motif"], "levels": niveaux},
        {"id": "quartier-age-issue", "dims": ["quartier", "age", "issue"], "levels": niveaux},
        {"id": "age-sexe-motif", "dims": ["age", "sexe", "motif"], "levels": {}},
    ]
    noms = ("quartier", *AXES)
    return {
        "id": f"liees-{graine}", "dimensions": _dimensions(quartiers), "tables": tables,
        "threshold": seuil, "lower": 2, "upper": seuil - 1, "mode": mode, "base": 5,
        "counts": _compter(enfants(graine, combien, quartiers), noms),
    }  # fmt: skip


def annees(
    graine: int, combien: int, *, combien_d_annees: int = 3, mode: str = "secret", seuil: int = 5
) -> list[dict[str, Any]]:
    """One demand a year: 6 % newcomers each year, the earlier publications frozen where they stood."""
    hasard = Random(graine + 1)
    lus = enfants(graine, combien, 20)
    entrees = [
        1 + (hasard.randrange(1, combien_d_annees) if hasard.random() < 0.06 * (combien_d_annees - 1) else 0)
        for _ in lus
    ]  # fmt: skip
    arrivees = [(q, age, m, e) for (q, age, _, m, _), e in zip(lus, entrees, strict=True)]
    return [
        _annee(arrivees, a, {"mode": mode, "seuil": seuil}) for a in range(1, combien_d_annees + 1)
    ]


def _annee(
    arrivees: Sequence[tuple[str, str, str, int]], annee: int, regles: dict[str, Any]
) -> dict[str, Any]:
    """The demand of a year: whoever came since the first, and what each earlier year published of those known then."""
    toutes = [f"E{a}" for a in range(1, annee + 1)]
    niveaux = {f"a{a}": {f"A{a}": toutes[:a], f"apres{a}": toutes[a:]} for a in range(1, annee)}
    noms = ("quartier", "age", "motif", "entree")
    lignes = [(q, age, m, f"E{e}") for q, age, m, e in arrivees if e <= annee]
    return {
        "id": f"annee-{annee}",
        "dimensions": {
            **{n: d for n, d in _dimensions(20).items() if n in noms},
            "entree": {"modalites": toutes, "hierarchie": niveaux},
        },
        "tables": [
            {"id": "quartier-age", "dims": ["quartier", "age"], "levels": {"quartier": ["detail", "secteur", "total"]}},
            {"id": "quartier-motif", "dims": ["quartier", "motif"], "levels": {}},
            {"id": "age-motif", "dims": ["age", "motif"], "levels": {}},
        ],
        "threshold": regles["seuil"], "lower": 2, "upper": regles["seuil"] - 1, "mode": regles["mode"], "base": 5,
        "frozen": [f"annee-{a}" for a in range(1, annee)],
        "frozen_map": {f"annee-{a}": {"where": {"entree": f"A{a}"}} for a in range(1, annee)},
        "hidden": [
            {"dims": dims, "where": {"entree": f"E{annee}"}}
            for dims in (["quartier", "age"], ["quartier", "motif"], ["age", "motif"]) if annee > 1
        ],
        "counts": _compter(lignes, noms),
    }  # fmt: skip


def deux_cartes(
    graine: int, combien: int, quartiers: int = 24, *, mode: str = "secret", seuil: int = 5
) -> list[dict[str, Any]]:
    """The same children in two maps that cross in few places; the first publication is frozen when the second is asked."""
    hasard = Random(graine + 2)
    noms = [f"Q{i:02d}" for i in range(quartiers)]
    voisin = {q: noms[(i + 1) % quartiers] for i, q in enumerate(noms)}
    lignes = [
        (q, voisin[q] if hasard.random() < 0.03 else q, age, m)
        for q, age, _, m, _ in enfants(graine, combien, quartiers)
    ]
    dims = _dimensions(quartiers, ("quartier_avant", "quartier"))
    axes = ("quartier_avant", "quartier", "age", "motif")
    commun = {
        "dimensions": {n: dims[n] for n in axes},
        "threshold": seuil, "lower": 2, "upper": seuil - 1, "mode": mode, "base": 5,
        "structural_zeros": [
            {"quartier_avant": a, "quartier": b} for a in noms for b in noms if b not in (a, voisin[a])
        ],
        "counts": _compter(lignes, axes),
        "hidden": [{"dims": ["quartier_avant", "quartier", "motif"]}, {"dims": ["quartier_avant", "quartier", "age"]}],
    }  # fmt: skip

    def demande(nom: str, quartier: str, gelees: list[str]) -> dict[str, Any]:
        return {
            "id": nom, **commun, "frozen": gelees,
            "tables": [
                {"id": "motif", "dims": [quartier, "motif"], "levels": {}},
                {"id": "age", "dims": [quartier, "age"], "levels": {}},
            ],
        }  # fmt: skip

    return [
        demande("carte-avant", "quartier_avant", []),
        demande("carte", "quartier", ["carte-avant"]),
    ]
