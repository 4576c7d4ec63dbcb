"""During which days an agreement was in force: the examination, asked of each day on which its answer may change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from itertools import pairwise

from maillage.accords.rules.ensemble import Ensemble, examiner_une
from maillage.accords.rules.natures import Nature
from maillage.notions.temps import Periode

JOUR = timedelta(days=1)


def demande_le(ensemble: Ensemble, natures: Collection[Nature]) -> date | None:
    """The first day for which one of these was asked; None when the family was never asked."""
    jours = [d.periode.depuis for d in ensemble.demandes if d.objet.nature in natures]
    return min((j for j in jours if j), default=None)


def periodes_d_accord(
    ensemble: Ensemble, natures: Collection[Nature], at: date
) -> tuple[Periode, ...]:
    """The days, until `at`, on which one of these was agreed. The adults are those known today."""
    demandes = [d for d in ensemble.demandes if d.objet.nature in natures]
    bornes = {j for d in demandes for j in (d.periode.depuis, d.periode.jusqu_au) if j}
    jours = bornes | {j + JOUR for j in bornes} | {r.le for r in ensemble.reponses}
    passes = sorted(j for j in jours if j <= at)
    vus: list[Periode] = []
    for debut, suite in pairwise([*passes, at + JOUR]):
        if any(examiner_une(ensemble, d, debut).decision for d in demandes):
            colle = bool(vus) and vus[-1].jusqu_au == debut - JOUR
            depuis = vus.pop().depuis if colle else debut
            vus.append(Periode(depuis, suite - JOUR))
    return tuple(vus)
