"""What the plans of a programme tell the figures: codes and days, no word of anybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from maillage.chiffrement.lots import Chiffres, ClesDuLot
from maillage.notions.temps import AnneeScolaire
from maillage.plans.models import Action, Objectif, RegardPorte
from maillage.statistiques.queries.lots import DOSSIER, ouverts
from maillage.statistiques.queries.suites import action_au, dater, menee
from maillage.statistiques.rules.suivis import DroitCommunCompte, ObjectifCompte

DROIT_COMMUN = {"nature": "orientation_droit_commun", "operateur": "droit_commun"}


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


@dataclass(frozen=True, slots=True)
class ActionsComptees:
    """The actions of a child: natures of those that ran in the year, ordinary services proposed, waited for or begun."""

    natures: tuple[str, ...]
    droit_commun: tuple[DroitCommunCompte, ...]


def actions(
    ids: QuerySet, cles: ClesDuLot, annee: AnneeScolaire, fin: date
) -> dict[str, ActionsComptees]:
    """The actions of each child, as they stood on the last day counted: one query, and one for what is waited for."""
    natures: dict[str, set[str]] = defaultdict(set)
    services: dict[str, list[tuple[DroitCommunCompte, str | None]]] = defaultdict(list)
    champs = ("created_at", Chiffres("objectif_id"), "debut", "fin", "parcours__sortie")
    for dossier, c, creee, objectif, debut, fini, sortie in ouverts(
        cles, Action, ids, *champs, ordre=("created_at",)
    ):
        action = dater(c["suites"], debut=debut, fin=fini, sortie=sortie)
        if menee(action, annee.debut, fin):
            natures[dossier].add(c["nature"])
        if any(c.get(champ) == code for champ, code in DROIT_COMMUN.items()):
            vue = action_au(creee, action, fin)
            if vue is not None and _de_l_annee(vue, annee):
                services[dossier].append((vue, objectif if vue.attend else None))
    connus = _domaines({o for siens in services.values() for _, o in siens if o}, ids, cles, fin)
    return {
        d: ActionsComptees(
            tuple(sorted(natures.get(d, ()))),
            tuple(
                replace(v, domaine=connus.get(o, "")) if o else v for v, o in services.get(d, ())
            ),
        )
        for d in {*natures, *services}
    }


def _domaines(voulus: set[str], ids: QuerySet, cles: ClesDuLot, fin: date) -> dict[str, str]:
    """The domain of these objectives (N14), as it was last written by that day; as first written when that came later."""
    lus = {}
    siens = ouverts(cles, Objectif, ids, Chiffres("id"), garder=Q(pk__in=voulus))
    for _, c, ligne in siens:
        dites = c.get("ecritures") or ()
        alors = [e for e in dites if date.fromisoformat(e["le"]) <= fin] or dites[:1]
        lus[ligne] = str(alors[-1]["domaine"]) if alors else ""
    return lus


def _de_l_annee(vue: DroitCommunCompte, annee: AnneeScolaire) -> bool:
    repere = vue.commencee or vue.proposee
    return vue.attend or annee.periode.contient(repere)
