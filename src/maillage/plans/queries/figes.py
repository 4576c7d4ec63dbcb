"""The plan as a family is shown it, as plain values: what is frozen in a version, and what is printed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from maillage.plans.queries.lecture import Lecture, actions_lues, objectifs_lus
from maillage.plans.queries.projections import ActionLue, ObjectifLu
from maillage.plans.rules.suites import VIVANTES


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
        "mots_de": o.courante.mots_de.value,
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
