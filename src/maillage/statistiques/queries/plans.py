"""What the plans of a programme tell the figures: codes and days, no word of anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.chiffrement.lots import Chiffres, ClesDuLot
from maillage.notions.temps import AnneeScolaire
from maillage.plans.models import Action, Objectif, RegardPorte
from maillage.plans.rules.suites import VIVANTES, Suite
from maillage.statistiques.queries.lots import DOSSIER, ouverts
from maillage.statistiques.rules.suivis import DroitCommunCompte, ObjectifCompte

DROIT_COMMUN = {"nature": "orientation_droit_commun", "operateur": "droit_commun"}
ATTENTES = VIVANTES - {Suite.EN_COURS}


def objectifs(
    ids: QuerySet, cles: ClesDuLot, annee: AnneeScolaire, fin: date
) -> dict[str, tuple[ObjectifCompte, ...]]:
    """The objectives open at least one day of the year, with the last word of each viewpoint in it: two queries."""
    regards: dict[str, dict[str, str]] = {}
    de_l_annee = Q(le__gte=annee.debut, le__lte=fin)
    for _, c, objectif in ouverts(
        cles,
        RegardPorte,
        ids,
        Chiffres("objectif_id"),
        garder=de_l_annee,
        ordre=("le", "created_at"),
    ):
        regards.setdefault(objectif, {})[c["regard"]] = c["evolution"]
    vises = Objectif.objects.filter(
        Q(clos_le=None) | Q(clos_le__gte=annee.debut), dossier_id__in=ids, ouvert_le__lte=fin
    )
    lus: dict[str, tuple[ObjectifCompte, ...]] = {}
    for dossier, objectif in vises.values_list(DOSSIER, Chiffres("id")):
        lu = _objectif(tuple(sorted(regards.get(objectif, {}).items())))
        lus[dossier] = (*lus.get(dossier, ()), lu)
    return lus


@lru_cache(maxsize=8192)  # few words, and many objectives
def _objectif(regards: tuple[tuple[str, str], ...]) -> ObjectifCompte:
    return ObjectifCompte(regards)


def droit_commun(
    ids: QuerySet, cles: ClesDuLot, annee: AnneeScolaire, fin: date
) -> dict[str, tuple[DroitCommunCompte, ...]]:
    """Actions of the ordinary services that were proposed, waited or began in the year: one query."""
    lues: dict[str, list[DroitCommunCompte]] = defaultdict(list)
    for dossier, c, creee in ouverts(cles, Action, ids, "created_at", ordre=("created_at",)):
        if not any(c.get(champ) == code for champ, code in DROIT_COMMUN.items()):
            continue
        vue = action_au(creee, c["suites"], fin)
        if vue is not None and _de_l_annee(vue, annee):
            lues[dossier].append(vue)
    return {d: tuple(a) for d, a in lues.items()}


def action_au(
    creee: datetime, suites: Iterable[dict[str, Any]], fin: date
) -> DroitCommunCompte | None:
    """Where an action stood on a day: what was told since is not read. None: it was not proposed yet."""
    proposee, commencee, etat = timezone.localtime(creee).date(), None, Suite.PROPOSEE
    if proposee > fin:
        return None
    for suite in suites:
        le = date.fromisoformat(suite["le"])
        if le > fin:
            break
        etat = Suite(suite["vers"])
        if etat is Suite.PROPOSEE:
            proposee, commencee = le, None
        elif etat is Suite.EN_COURS and commencee is None:
            commencee = max(le, proposee)
    return DroitCommunCompte(proposee, commencee, etat in ATTENTES)


def _de_l_annee(vue: DroitCommunCompte, annee: AnneeScolaire) -> bool:
    repere = vue.commencee or vue.proposee
    return vue.attend or annee.periode.contient(repere)
