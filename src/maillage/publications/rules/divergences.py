"""When the past has changed: cells of an earlier release that would not count the same children today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.publications.rules.histoires import Vies
from maillage.publications.rules.parutions import Nom
from maillage.publications.rules.passe import Paru


@dataclass(frozen=True, slots=True)
class Divergence:
    """One cell of an earlier release: how many were counted then, and how many of them no longer are."""

    publication: str
    table: str
    cellule: Nom
    alors: int
    partis: int

    @property
    def restent(self) -> int:
        return self.alors - self.partis


def divergences(parus: Sequence[Paru], axes: Sequence[str], rangs: Vies) -> tuple[Divergence, ...]:
    """Every finest cell of an earlier table that some of its children have left, whatever took them out of it."""
    lues: list[Divergence] = []
    for k, p in enumerate(parus, start=1):
        for t in p.tables:
            places = [axes.index(d) for d in t.dims]
            alors: Counter[tuple[str, ...]] = Counter()
            restent: Counter[tuple[str, ...]] = Counter()
            for (codes, motif), n in rangs.items():
                if motif[k] == "1":
                    alors[tuple(codes[i] for i in places)] += n
                if motif[-1] == "1":
                    restent[tuple(codes[i] for i in places)] += n
            for cle in sorted(alors):
                if restent[cle] < alors[cle]:
                    nom = tuple(sorted(zip(t.dims, cle, strict=True)))
                    lues.append(Divergence(p.id, t.id, nom, alors[cle], alors[cle] - restent[cle]))
    return tuple(lues)
