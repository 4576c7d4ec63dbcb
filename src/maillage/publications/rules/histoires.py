"""From one release to the next of the same year: who was counted then and is counted now, in counts only.

Earlier releases are kept as counts, without identity. A child whose codes changed (a correction, a move) is, for whoever subtracts, one
that left a cell and one that came in another: both are hidden cells, and both are protected. So no child is followed, and none needs to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.statistiques.rules.axes import INCONNU

Codes = tuple[str, ...]  # one code for each axis, in a given order
Motif = str  # «v101»: counted at the first release and now, not at the second
Vies = Counter[tuple[Codes, Motif]]


@dataclass(frozen=True, slots=True)
class Etat:
    """What was counted at a release: a code for each axis, and how many children."""

    axes: tuple[str, ...]
    comptes: Mapping[Codes, int]

    def sur(self, axes: Sequence[str]) -> Counter[Codes]:
        """The same children on these axes, which this state knows."""
        places = [self.axes.index(a) for a in axes]
        lus: Counter[Codes] = Counter()
        for codes, n in self.comptes.items():
            lus[tuple(codes[i] for i in places)] += n
        return lus


def vies(axes: Sequence[str], etats: Sequence[Etat]) -> Vies:
    """Children by their codes and by the releases that counted them; the last state is that of now.

    Of those who share the same codes, the first n are counted at a release that counted n.
    """
    lus = [completer(axes, e, etats[-1]) for e in etats]
    rangs: Vies = Counter()
    for codes in {c for etat in lus for c in etat}:
        nombres = [etat[codes] for etat in lus]
        for j in range(max(nombres)):
            rangs[codes, "v" + "".join("1" if n > j else "0" for n in nombres)] += 1
    return rangs


def completer(axes: Sequence[str], etat: Etat, modele: Etat) -> Counter[Codes]:
    """A state on these axes. One that it did not know is borrowed from alike children of today, else unknown."""
    connus = [a for a in axes if a in etat.axes]
    if len(connus) == len(axes):
        return etat.sur(axes)
    places = [axes.index(a) for a in connus]
    offerts: dict[Codes, list[tuple[Codes, int]]] = {}
    for complet, n in sorted(modele.sur(axes).items()):
        offerts.setdefault(tuple(complet[i] for i in places), []).append((complet, n))
    lus: Counter[Codes] = Counter()
    for cle, compte in etat.sur(connus).items():
        reste = compte
        for complet, n in offerts.get(cle, []):
            pris = min(n, reste)
            lus[complet] += pris
            reste -= pris
        dits = dict(zip(connus, cle, strict=True))
        lus[tuple(dits.get(a, INCONNU) for a in axes)] += reste
    return +lus
