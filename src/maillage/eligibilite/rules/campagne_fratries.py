"""Fratries of an exit calendar: a whole fratrie in one week, even with two référents.

Each goes where its référents expect the least, the narrowest first; then a fratrie moves as long as the sum of the loads of
its référents falls. This is not proven the best: the lower bound told beside each load says how far it may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maillage.eligibilite.rules.campagne import Partant
from maillage.eligibilite.rules.campagne_charge import Tache, charge_minimale

PASSES = 3


@dataclass(frozen=True, slots=True)
class GroupeDeSortie:
    """Children who leave together, and the first and last of their common weeks."""

    membres: tuple[Partant, ...]
    premiere: int
    derniere: int

    @property
    def poids(self) -> Counter[str]:
        """How many of them each référent follows."""
        return Counter(m.referent for m in self.membres)

    @property
    def rang(self) -> tuple[int, int, str]:
        """The narrowest first, then the largest."""
        return self.derniere - self.premiere, -len(self.membres), self.membres[0].cle


def taches_de(lots: Iterable[GroupeDeSortie]) -> dict[str, list[Tache]]:
    """The exits of each référent, siblings set apart."""
    par_referent: dict[str, list[Tache]] = {}
    for lot in lots:
        for m in lot.membres:
            tache = Tache(m.cle, lot.premiere, lot.derniere)
            par_referent.setdefault(m.referent, []).append(tache)
    return par_referent


def bornes(lots: Sequence[GroupeDeSortie], nombre: int) -> dict[str, int]:
    """A load that no calendar goes under, for each référent: siblings set apart, then her largest fratrie."""
    vides = (0,) * nombre
    trouvees = {r: charge_minimale(t, vides) for r, t in taches_de(lots).items()}
    for lot in lots:
        for r, n in lot.poids.items():
            trouvees[r] = max(trouvees[r], n)
    return trouvees


class Placement:
    """The weeks of the fratries while they are chosen."""

    def __init__(
        self,
        lots: Sequence[GroupeDeSortie],
        seuls: Mapping[str, Sequence[Tache]],
        planchers: Mapping[str, int],
        nombre: int,
    ) -> None:
        self.lots = sorted(lots, key=lambda lot: lot.rang)
        self.seuls, self.planchers, self.nombre = seuls, planchers, nombre
        self.rangs: dict[int, int] = {}
        self._placer()
        for _ in range(PASSES):
            deplacees = [self._ameliorer(i) for i in range(len(self.lots))]
            if not any(deplacees):
                break

    def poids(self, referent: str) -> list[int]:
        """Siblings of one référent in each week."""
        total = [0] * self.nombre
        for i, w in self.rangs.items():
            total[w] += self.lots[i].poids[referent]
        return total

    def places(self) -> dict[str, int]:
        """The week of each child of a fratrie."""
        return {m.cle: w for i, w in self.rangs.items() for m in self.lots[i].membres}

    def _placer(self) -> None:
        attendu = {r: attente(t, self.nombre) for r, t in self.seuls.items()}
        for i, lot in enumerate(self.lots):
            pour = [(n, attendu.setdefault(r, [0.0] * self.nombre)) for r, n in lot.poids.items()]
            couts = [
                (round(sum(n * a[w] for n, a in pour), 9), w)
                for w in range(lot.premiere, lot.derniere + 1)
            ]
            _, self.rangs[i] = min(couts)
            for n, a in pour:
                a[self.rangs[i]] += n

    def _cout(self, referents: Iterable[str]) -> int:
        return sum(charge_minimale(self.seuls.get(r, ()), self.poids(r)) for r in referents)

    def _ameliorer(self, i: int) -> bool:
        """Move one fratrie out of a full week when it lowers the loads of its référents."""
        lot, avant = self.lots[i], self.rangs[i]
        referents = sorted(lot.poids)
        mieux, cout = avant, self._cout(referents)
        if cout == sum(self.planchers[r] for r in referents):
            return False
        for w in range(lot.premiere, lot.derniere + 1):
            self.rangs[i] = w
            if (essai := self._cout(referents)) < cout:
                mieux, cout = w, essai
        self.rangs[i] = mieux
        return mieux != avant


def attente(taches: Sequence[Tache], nombre: int) -> list[float]:
    """Children expected in each week when each is spread over her own weeks."""
    parts = [0.0] * nombre
    for t in taches:
        for w in range(t.premiere, t.derniere + 1):
            parts[w] += 1 / (t.derniere - t.premiere + 1)
    return parts
