"""What no child can be, among the cells of a release, and what the counts deny of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from maillage.publications.rules.histoires import VAGUE, Codes
from maillage.statistiques.rules.axes import INCONNU, Axe
from maillage.statistiques.rules.divulgation.demande import Cellule, Dimension


def _connus_de_tous(axes: Mapping[str, Axe], dimensions: Mapping[str, Dimension]) -> list[Cellule]:
    """On an axis that knows everybody, only who has left can be unknown: of a release that did not have the axis."""
    if VAGUE not in dimensions:
        return []
    presents = [m for m in dimensions[VAGUE].modalites if m.endswith("1")]
    return [
        {a: INCONNU, VAGUE: m}
        for a, d in dimensions.items()
        if a in axes and INCONNU in d.modalites and INCONNU not in axes[a].codes
        for m in presents
    ]


def croire(
    axes: Mapping[str, Axe], dimensions: Mapping[str, Dimension], comptes: Mapping[Codes, int]
) -> tuple[tuple[Cellule, ...], tuple[Cellule, ...]]:
    """What is impossible, and what the counts deny of it: that is told, never believed."""
    noms = list(dimensions)
    impossibles = [z for a in axes.values() for z in a.zeros if set(z) <= set(dimensions)]
    impossibles += _connus_de_tous(axes, dimensions)

    def vu(zero: Cellule) -> bool:
        return any(
            n and all(codes[noms.index(d)] == label for d, label in zero.items())
            for codes, n in comptes.items()
        )

    nies = [vu(z) for z in impossibles]
    crus = tuple(z for z, nie in zip(impossibles, nies, strict=True) if not nie)
    return crus, tuple(z for z, nie in zip(impossibles, nies, strict=True) if nie)
