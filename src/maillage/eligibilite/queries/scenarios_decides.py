"""Decided scenarios of a programme, and the children whom each leaves out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.eligibilite.models import Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries.scenarios import du_cas
from maillage.eligibilite.rules.simulation import Cas
from maillage.notions.erreurs import Introuvable


def scenarios_decides(acteur: Acteur) -> tuple[tuple[UUID, str], ...]:
    """Identifier and name of each decided scenario, the latest first."""
    rangs = Scenario.objects.filter(
        programme_id=acteur.programme_id, etat=EtatDeScenario.DECIDE
    ).order_by("-decide_le")
    return tuple(rangs.values_list("id", "nom"))


def perdus(acteur: Acteur, scenario: UUID, *, at: date) -> frozenset[UUID]:
    """Dossiers of the children whom this decided scenario leaves out, among those that the acteur reads."""
    decides = Scenario.objects.filter(
        programme_id=acteur.programme_id, id=scenario, etat=EtatDeScenario.DECIDE
    )
    if not decides.exists():
        raise Introuvable
    return frozenset(du_cas(acteur, scenario, {Cas.PERDU}, at=at))
