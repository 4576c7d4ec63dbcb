"""What the plans of a programme tell the figures: codes and days, no word of anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.chiffrement.services import Trousseau
from maillage.notions.temps import AnneeScolaire
from maillage.plans.models import Action, Objectif, RegardPorte
from maillage.plans.rules.suites import VIVANTES, Suite
from maillage.statistiques.rules.suivis import DroitCommunCompte, ObjectifCompte

DROIT_COMMUN = {"nature": "orientation_droit_commun", "operateur": "droit_commun"}
ATTENTES = VIVANTES - {Suite.EN_COURS}


def objectifs(
    ids: QuerySet, cles: Trousseau, annee: AnneeScolaire, fin: date
) -> dict[UUID, tuple[ObjectifCompte, ...]]:
    """The objectives open at least one day of the year, with the last word of each viewpoint in it: two queries."""
    ouverts = Objectif.objects.filter(
        Q(clos_le=None) | Q(clos_le__gte=annee.debut), dossier_id__in=ids, ouvert_le__lte=fin
    )
    regards: dict[UUID, dict[str, str]] = defaultdict(dict)
    portes = RegardPorte.objects.filter(
        dossier_id__in=ids, le__gte=annee.debut, le__lte=fin
    ).order_by("le", "created_at")
    for objectif, dossier, ligne, version, scelle in portes.values_list(
        "objectif_id", "dossier_id", "id", "version", "scelle"
    ):
        c = cles.ouvrir(scelle, RegardPorte.place(ligne, dossier, version))
        regards[objectif][c["regard"]] = c["evolution"]
    lus: dict[UUID, list[ObjectifCompte]] = defaultdict(list)
    for dossier, objectif in ouverts.values_list("dossier_id", "id"):
        lus[dossier].append(ObjectifCompte(tuple(sorted(regards[objectif].items()))))
    return {d: tuple(o) for d, o in lus.items()}


def droit_commun(
    ids: QuerySet, cles: Trousseau, annee: AnneeScolaire, fin: date
) -> dict[UUID, tuple[DroitCommunCompte, ...]]:
    """Actions of the ordinary services that were proposed, waited or began in the year: one query."""
    lues: dict[UUID, list[DroitCommunCompte]] = defaultdict(list)
    rangs = Action.objects.filter(dossier_id__in=ids).order_by("created_at")
    for dossier, creee, ligne, version, scelle in rangs.values_list(
        "dossier_id", "created_at", "id", "version", "scelle"
    ):
        c = cles.ouvrir(scelle, Action.place(ligne, dossier, version))
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
