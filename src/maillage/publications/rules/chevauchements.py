"""Two maps of the same town: the crossings that no home can be in. Anyone who has both maps knows them, so the audit must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from maillage.statistiques.rules.axes import HORS
from maillage.territoire.rules.filiation import ALEA
from maillage.territoire.rules.zones import Zone


def croisements_impossibles(
    quartiers: Sequence[Zone], anciens: Sequence[Zone]
) -> tuple[Mapping[str, str], ...]:
    """Structural zeros of quartier × former quartier: zones that share no more than the noise of two drawings.

    «Hors» with a zone is impossible when the other map covers that zone whole.
    """
    if not quartiers or not anciens:
        return ()
    formes = [np.array([z.forme for z in lot], object) for lot in (quartiers, anciens)]
    aires = [shapely.area(f) for f in formes]
    communes = shapely.area(shapely.intersection(formes[0][:, None], formes[1][None, :]))
    petite = np.minimum(aires[0][:, None], aires[1][None, :])
    lus: list[Mapping[str, str]] = [
        {"quartier": q.code, "quartier_avant": a.code}
        for i, q in enumerate(quartiers)
        for j, a in enumerate(anciens)
        if communes[i, j] <= ALEA * petite[i, j]
    ]
    for cote, autre, ici, la in (
        (0, 1, "quartier", "quartier_avant"),
        (1, 0, "quartier_avant", "quartier"),
    ):
        tout = shapely.union_all(formes[autre])
        couverte = shapely.area(shapely.intersection(formes[cote], tout))
        for z, aire, part in zip((quartiers, anciens)[cote], aires[cote], couverte, strict=True):
            if part >= (1 - ALEA) * aire:
                lus.append({ici: z.code, la: HORS})
    return tuple(lus)
