"""The plan shown to the family and what follows: proposed, agreed, begun. The stage changes by the table of passages only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from maillage.comptes.rules import Acteur
from maillage.parcours.models import PassageFait
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer
from maillage.plans.errors import PlanVide
from maillage.plans.models import Action, PlanPresente
from maillage.plans.queries.figes import plan_fige
from maillage.plans.queries.lecture import Lecture
from maillage.plans.queries.versions import presentations
from maillage.plans.rules.suites import Suite
from maillage.plans.services.actions import mener
from maillage.plans.services.ecriture import Ecriture, ecriture, inserer, toucher


def proposer_le_plan(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    presents: str,
    le: date,
    formulaire: UUID,
    at: date,
) -> PlanPresente:
    """Show the plan to the family: what it says that day is frozen as a version, and the parcours passes."""
    with ecriture(acteur, dossier_id, at) as e:
        parcours = e.parcours()
        plan = plan_fige(parcours.pk, Lecture(e.cles, at))
        if not plan["objectifs"]:
            raise PlanVide
        fait = passer(
            acteur=acteur, dossier_id=dossier_id, passage=Passage.PROPOSER_PLAN, le=le,
            formulaire=formulaire, at=at,
        )  # fmt: skip
        if deja := PlanPresente.objects.filter(proposition=fait).first():
            return deja
        e.noter("plan")
        numero = PlanPresente.objects.filter(parcours=parcours).aggregate(n=Max("numero"))["n"] or 0
        rang = PlanPresente(
            dossier_id=dossier_id, parcours=parcours, numero=numero + 1, le=le, auteur_id=acteur.id,
            proposition=fait,
        )  # fmt: skip
        inserer(rang, {"plan": plan, "presents": presents, "mots": ""}, e, parcours.pk)
    return rang


def noter_l_accord(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    mots: str,
    le: date,
    formulaire: UUID,
    at: date,
) -> PassageFait:
    """The family accepts the version shown: its agreement is in force (guard), and what was proposed in it is accepted."""
    with ecriture(acteur, dossier_id, at) as e:
        parcours = e.parcours()
        fait = passer(
            acteur=acteur, dossier_id=dossier_id, passage=Passage.NOTER_ACCORD_PLAN, le=le,
            formulaire=formulaire, at=at,
        )  # fmt: skip
        montree = next(iter(presentations(parcours.pk)), None)
        if montree is not None and montree.acceptation_id != fait.pk:
            e.noter("plan")
            contenu = montree.ouvrir(e.cles)
            montree.acceptation = fait
            montree.sceller({**contenu, "mots": mots}, e.cles)
            montree.save()
            _accepter_les_actions(contenu["plan"], le, e)
        toucher(parcours.pk)
    return fait


def _accepter_les_actions(plan: dict[str, Any], le: date, e: Ecriture) -> None:
    """What the family has just accepted is no longer a proposal; what was added since stays one."""
    montrees = {a["id"] for o in plan["objectifs"] for a in o["actions"]}
    montrees |= {a["id"] for a in plan["autres_actions"]}
    rangs = Action.objects.filter(pk__in={UUID(i) for i in montrees}, suite=Suite.PROPOSEE)
    for rang in rangs:
        mener(rang, rang.ouvrir(e.cles), Suite.ACCEPTEE, "", le, e)


def demarrer(
    *, acteur: Acteur, dossier_id: UUID, le: date, formulaire: UUID, at: date
) -> PassageFait:
    """The parcours begins."""
    return passer(
        acteur=acteur, dossier_id=dossier_id, passage=Passage.DEMARRER, le=le,
        formulaire=formulaire, at=at,
    )  # fmt: skip
