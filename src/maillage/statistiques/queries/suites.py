"""An action as a line of days: when it was proposed, ran, stopped. What was corrected since is worth more than what was typed first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from maillage.notions.temps import DatePartielle
from maillage.plans.rules.suites import VIVANTES, Suite
from maillage.statistiques.rules.suivis import DroitCommunCompte

ATTENTES = VIVANTES - {Suite.EN_COURS}
Pas = tuple[Suite, date]


@dataclass(frozen=True, slots=True)
class ActionDatee:
    """The changes of an action with their days, in the order they were told; the end of its parcours, as far as it is known."""

    pas: tuple[Pas, ...]
    sortie: DatePartielle | None = None

    def quittee(self, jour: date) -> bool:
        """Tell whether the parcours may have ended by this day: who may have left waits no more."""
        return self.sortie is not None and self.sortie.premier_jour <= jour


def dater(
    suites: Iterable[dict[str, Any]],
    *,
    debut: date | None = None,
    fin: date | None = None,
    sortie: str = "",
) -> ActionDatee:
    """The first run begins on `debut`, the last one ends on `fin`, whatever was typed with the change.

    An action that has a day of end and was not told to be finished runs until that day.
    """
    pas: list[Pas] = [(Suite(s["vers"]), date.fromisoformat(s["le"])) for s in suites]
    rangs = [i for i, (vers, _) in enumerate(pas) if vers is Suite.EN_COURS]
    if rangs and debut:
        pas[rangs[0]] = (Suite.EN_COURS, debut)
    if rangs and fin:
        apres = pas[rangs[-1] + 1 :]
        vers = apres[0][0] if apres else Suite.TERMINEE
        pas[rangs[-1] + 1 :] = [(vers, fin), *apres[1:]]
    return ActionDatee(tuple(pas), DatePartielle.lire(sortie) if sortie else None)


def menee(action: ActionDatee, debut: date, fin: date) -> bool:
    """Tell whether the action ran at least one day between these two, both included; never after the end of its parcours."""
    dernier = action.sortie.dernier_jour if action.sortie else date.max
    return any(
        depuis <= min(fin, jusqu_a, dernier) and min(jusqu_a, dernier) >= debut
        for depuis, jusqu_a in _courses(action.pas)
    )


def _courses(pas: Sequence[Pas]) -> list[tuple[date, date]]:
    """First and last day of each run."""
    lues: list[tuple[date, date]] = []
    depuis: date | None = None
    for vers, le in pas:
        if vers is Suite.EN_COURS:
            depuis = depuis or le
        elif depuis is not None:
            lues.append((depuis, le))
            depuis = None
    return [*lues, (depuis, date.max)] if depuis else lues


def action_au(creee: datetime, action: ActionDatee, fin: date) -> DroitCommunCompte | None:
    """Where an action stood on a day: what is of a later day is not read. None: it was not proposed yet.

    Written after the fact, it was proposed by the day of its first change at the latest.
    """
    proposee = timezone.localtime(creee).date()
    if action.pas:
        proposee = min(proposee, action.pas[0][1])
    if proposee > fin:
        return None
    commencee, etat = None, Suite.PROPOSEE
    for vers, le in action.pas:
        if le > fin:
            continue  # days are not always told in their order
        etat = vers
        if etat is Suite.PROPOSEE:
            proposee, commencee = le, None
        elif etat is Suite.EN_COURS and commencee is None:
            commencee = max(le, proposee)
    vue = DroitCommunCompte(proposee, commencee, etat in ATTENTES)
    return replace(vue, attend=False) if commencee or action.quittee(fin) else vue
