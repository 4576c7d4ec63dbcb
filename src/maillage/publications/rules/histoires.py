"""From one release to the next of the same year: who was counted then and is counted now, in counts only.

Earlier releases are kept as counts, without identity. A child whose codes changed (a correction, a move) is, for whoever subtracts, one
that left a cell and one that came in another: both are hidden cells, and both are protected. So no child is followed, and none needs to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.statistiques.rules.axes import INCONNU

VAGUE = "vague"  # at which releases of the year a child was counted
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
    maintenant = etats[-1]
    for avant in reversed(etats[:-1]):  # an axis that no longer exists and that a release has shown
        connus = tuple(a for a in axes if a in {*maintenant.axes, *avant.axes})
        maintenant = Etat(connus, completer(connus, maintenant, avant))
    lus = [completer(axes, e, maintenant) for e in (*etats[:-1], maintenant)]
    rangs: Vies = Counter()
    for codes in {c for etat in lus for c in etat}:
        nombres = [etat[codes] for etat in lus]
        for j in range(max(nombres)):
            rangs[codes, "v" + "".join("1" if n > j else "0" for n in nombres)] += 1
    return rangs


def completer(axes: Sequence[str], etat: Etat, modele: Etat) -> Counter[Codes]:
    """A state on these axes. What it did not know is borrowed from alike children of the other, else unknown."""
    connus = [a for a in axes if a in etat.axes]
    if len(connus) == len(axes):
        return etat.sur(axes)
    communs = [a for a in connus if a in modele.axes]
    donnes = [a for a in axes if a in modele.axes and a not in etat.axes]
    offerts: dict[Codes, Counter[Codes]] = {}
    for codes, n in sorted(modele.sur([*communs, *donnes]).items()):
        offerts.setdefault(codes[: len(communs)], Counter())[codes[len(communs) :]] += n
    lus: Counter[Codes] = Counter()
    for cle, compte in sorted(etat.sur(connus).items()):
        reste, dits = compte, dict(zip(connus, cle, strict=True))
        pareils = offerts.get(tuple(dits[a] for a in communs), Counter())
        for codes, n in list(pareils.items()):
            pris = min(n, reste)
            pareils[codes] -= pris
            reste -= pris
            tous = dits | dict(zip(donnes, codes, strict=True))
            lus[tuple(tous.get(a, INCONNU) for a in axes)] += pris
        lus[tuple(dits.get(a, INCONNU) for a in axes)] += reste
    return +lus
