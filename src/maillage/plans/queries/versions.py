"""Versions of the plan shown to the family, and the passages that are made from the plan."""

from __future__ import annotations

from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.parcours.rules.passages import FaitsDuPassage, Passage, decider, depuis
from maillage.plans.models import PlanPresente
from maillage.plans.queries.projections import GesteDuPlan, VersionLue

DU_PLAN = (Passage.PROPOSER_PLAN, Passage.NOTER_ACCORD_PLAN, Passage.DEMARRER)


def presentations(parcours_id: UUID) -> list[PlanPresente]:
    """The versions that were really shown: one whose proposal was undone does not count. The latest first."""
    rangs = PlanPresente.objects.filter(parcours_id=parcours_id, proposition__annule_le=None)
    lies = rangs.exclude(proposition=None).select_related("acceptation", "auteur")
    return list(lies.order_by("-numero"))


def acceptee(rang: PlanPresente) -> bool:
    """The family said yes to this version, and nobody took that passage back."""
    return rang.acceptation is not None and rang.acceptation.annule_le is None


def versions_lues(rangs: list[PlanPresente], cles: Trousseau) -> tuple[VersionLue, ...]:
    """The versions, opened."""
    return tuple(_version(r, cles) for r in rangs)


def _version(rang: PlanPresente, cles: Trousseau) -> VersionLue:
    c = rang.ouvrir(cles)
    le = rang.acceptation.le if rang.acceptation and acceptee(rang) else None
    return VersionLue(rang.pk, rang.numero, rang.le, c["presents"], c["mots"], rang.auteur.nom, le)


def acceptes(rangs: list[PlanPresente], cles: Trousseau) -> frozenset[str] | None:
    """Numbers of the objectives and actions of the last accepted version; None when none was ever accepted."""
    derniere = next((r for r in rangs if acceptee(r)), None)
    if derniere is None:
        return None
    plan = derniere.ouvrir(cles)["plan"]
    siens = [i for o in plan["objectifs"] for i in (o["id"], *(a["id"] for a in o["actions"]))]
    return frozenset([*siens, *(a["id"] for a in plan["autres_actions"])])


def gestes_du_plan(faits: FaitsDuPassage) -> tuple[GesteDuPlan, ...]:
    """The passages of the plan that the table knows from this stage, with what is missing."""
    connus = [p for p in depuis(faits.etape) if p in DU_PLAN]
    return tuple(GesteDuPlan(p, decider(p, faits)) for p in connus)
