"""What a change means: exits to accompany week by week and per référent, seats freed, child-months of budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from maillage.eligibilite.rules.simulation import Cas, Simulation

SEMAINE = timedelta(days=7)
MOIS_MOYEN = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Charge:
    """The exits of one référent: how many, and how many each week of the plan."""

    referent: str
    total: int
    par_semaine: tuple[int, ...]

    @property
    def au_plus(self) -> int:
        return max(self.par_semaine, default=0)


@dataclass(frozen=True, slots=True)
class Consequences:
    """Exits spread evenly between two days. `semaines`: their Mondays. `enfants_mois`: months freed until the horizon.

    An even spread is an order of size; the calendar of exits is made child by child.
    """

    semaines: tuple[date, ...]
    charges: tuple[Charge, ...]
    places_liberees: int
    enfants_mois: float
    jours_trop_courts: bool = False

    @property
    def sorties(self) -> int:
        return sum(c.total for c in self.charges)

    @property
    def par_semaine(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*(c.par_semaine for c in self.charges), strict=True)))

    def budget(self, cout_mensuel: float) -> float:
        """What the child-months cost, at this cost of one month of one child."""
        return round(self.enfants_mois * cout_mensuel, 2)


def semaines_entre(debut: date, fin: date, sans_classe: Iterable[date] = ()) -> tuple[date, ...]:
    """Mondays of the weeks between two days; a week whose five days have no class takes no exit."""
    lundi, fermes, lues = debut - timedelta(days=debut.weekday()), set(sans_classe), []
    while lundi <= fin:
        ouvres = [lundi + timedelta(days=j) for j in range(5)]
        if not all(j in fermes for j in ouvres if debut <= j <= fin):
            lues.append(lundi)
        lundi += SEMAINE
    return tuple(lues)


def etaler(total: int, semaines: int, decalage: int = 0) -> tuple[int, ...]:
    """Spread exits as evenly as whole children allow; two weeks never differ by more than one."""
    if not semaines:
        return ()
    bornes = [(r * total + decalage % semaines) // semaines for r in range(semaines + 1)]
    return tuple(apres - avant for avant, apres in pairwise(bornes))


def consequences(
    simulation: Simulation,
    debut: date,
    fin: date,
    horizon: date | None = None,
    sans_classe: Iterable[date] = (),
) -> Consequences:
    """Weigh the parcours to bring to an end between two days."""
    ouverts = [
        simulation.lot.referents[r]
        for r in simulation.du_cas(Cas.PERDU)
        if simulation.lot.situations[r].parcours_ouvert is not False
    ]
    par_referent: dict[str, int] = {}
    for referent in ouverts:
        par_referent[referent] = par_referent.get(referent, 0) + 1
    return peser(par_referent, debut, fin, horizon, sans_classe)


def peser(
    par_referent: Mapping[str, int],
    debut: date,
    fin: date,
    horizon: date | None = None,
    sans_classe: Iterable[date] = (),
) -> Consequences:
    """The same from counts: référent → parcours to bring to an end."""
    semaines = semaines_entre(debut, fin, sans_classe) or (debut - timedelta(days=debut.weekday()),)
    charges = tuple(
        Charge(referent, total, etaler(total, len(semaines), rang))
        for rang, (referent, total) in enumerate(sorted(par_referent.items()))
    )
    terme = horizon or date(fin.year, 12, 31)
    jours = [max(0, (terme - (lundi + SEMAINE)).days) for lundi in semaines]
    mois = sum(
        nombre * j / MOIS_MOYEN
        for c in charges
        for nombre, j in zip(c.par_semaine, jours, strict=True)
    )
    total = sum(par_referent.values())
    return Consequences(semaines, charges, total, round(mois, 1), fin < debut)


def rythme(total: int, debut: date, fin: date) -> int:
    """How many exits a week it takes at least to end in time."""
    return ceil(total / max(1, len(semaines_entre(debut, fin))))
