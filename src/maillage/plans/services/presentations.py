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
from maillage.plans.queries.lecture import Lecture, actions_lues, objectifs_lus
from maillage.plans.queries.projections import ActionLue, ObjectifLu
from maillage.plans.queries.versions import presentations
from maillage.plans.rules.suites import VIVANTES, Suite
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


def plan_fige(parcours_id: UUID, lecture: Lecture) -> dict[str, Any]:
    """What the family is shown, as plain values: open objectives, their steps, the actions that live."""
    actions = actions_lues([parcours_id], lecture)
    objectifs = objectifs_lus([parcours_id], lecture, actions).get(parcours_id, ())
    autres = [a for a in actions.get(parcours_id, ()) if a.objectif is None and a.suite in VIVANTES]
    return {
        "objectifs": [_objectif(o) for o in objectifs if o.ouvert],
        "autres_actions": [_action(a) for a in autres],
    }


def _objectif(o: ObjectifLu) -> dict[str, Any]:
    return {
        "id": str(o.id),
        "texte": o.courante.texte,
        "mots_de": o.courante.mots_de,
        "etapes": [
            {"libelle": s.libelle, "qui": s.qui, "echeance": _jour(s.echeance)}
            for s in o.etapes
            if s.faite_le is None
        ],
        "actions": [_action(a) for a in o.actions if a.suite in VIVANTES],
    }


def _action(a: ActionLue) -> dict[str, Any]:
    return {
        "id": str(a.id), "libelle": a.libelle, "operateur": a.operateur, "structure": a.structure,
        "qui": a.qui, "debut": _jour(a.debut), "fin": _jour(a.fin),
    }  # fmt: skip


def _jour(le: date | None) -> str:
    return le.isoformat() if le else ""
