"""What the plans of a programme tell the figures: codes and days, no word of anybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.chiffrement.services import Trousseau
from maillage.notions.temps import AnneeScolaire
from maillage.plans.models import Action, Objectif, RegardPorte
from maillage.statistiques.queries.suites import action_au, dater, menee
from maillage.statistiques.rules.suivis import DroitCommunCompte, ObjectifCompte

DROIT_COMMUN = {"nature": "orientation_droit_commun", "operateur": "droit_commun"}


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


@dataclass(frozen=True, slots=True)
class ActionsComptees:
    """The actions of a child: natures of those that ran in the year, ordinary services proposed, waited for or begun."""

    natures: tuple[str, ...]
    droit_commun: tuple[DroitCommunCompte, ...]


def actions(
    ids: QuerySet, cles: Trousseau, annee: AnneeScolaire, fin: date
) -> dict[UUID, ActionsComptees]:
    """The actions of each child, as they stood on the last day counted: one query, and one for what is waited for."""
    natures: dict[UUID, set[str]] = defaultdict(set)
    services: dict[UUID, list[tuple[DroitCommunCompte, UUID | None]]] = defaultdict(list)
    rangs = Action.objects.filter(dossier_id__in=ids).order_by("created_at")
    for dossier, creee, objectif, debut, fini, sortie, ligne, version, scelle in rangs.values_list(
        "dossier_id", "created_at", "objectif_id", "debut", "fin", "parcours__sortie", "id", "version", "scelle",
    ):  # fmt: skip
        c = cles.ouvrir(scelle, Action.place(ligne, dossier, version))
        action = dater(c["suites"], debut=debut, fin=fini, sortie=sortie)
        if menee(action, annee.debut, fin):
            natures[dossier].add(c["nature"])
        if any(c.get(champ) == code for champ, code in DROIT_COMMUN.items()):
            vue = action_au(creee, action, fin)
            if vue is not None and _de_l_annee(vue, annee):
                services[dossier].append((vue, objectif if vue.attend else None))
    connus = _domaines({o for siens in services.values() for _, o in siens if o}, cles, fin)
    return {
        d: ActionsComptees(
            tuple(sorted(natures[d])),
            tuple(
                replace(v, domaine=connus.get(o, "")) if o else v for v, o in services.get(d, ())
            ),
        )
        for d in {*natures, *services}
    }


def _domaines(voulus: set[UUID], cles: Trousseau, fin: date) -> dict[UUID, str]:
    """The domain of these objectives (N14), as it was last written by that day; as first written when that came later."""
    rangs = Objectif.objects.filter(pk__in=voulus)
    lus = {}
    for ligne, dossier, version, scelle in rangs.values_list("id", "dossier_id", "version", "scelle"):  # fmt: skip
        c = cles.ouvrir(scelle, Objectif.place(ligne, dossier, version))
        dites = c.get("ecritures") or ()
        alors = [e for e in dites if date.fromisoformat(e["le"]) <= fin] or dites[:1]
        lus[ligne] = str(alors[-1]["domaine"]) if alors else ""
    return lus


def _de_l_annee(vue: DroitCommunCompte, annee: AnneeScolaire) -> bool:
    repere = vue.commencee or vue.proposee
    return vue.attend or annee.periode.contient(repere)
