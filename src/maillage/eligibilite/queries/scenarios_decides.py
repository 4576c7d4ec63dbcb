"""Decided scenarios of a programme, and the children whom each leaves out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models.scenarios import CasDUnScenario, EtatDeScenario, Scenario
from maillage.eligibilite.rules.simulation import Cas
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte


def scenarios_decides(acteur: Acteur) -> tuple[tuple[UUID, str], ...]:
    """Identifier and name of each decided scenario, the latest first."""
    rangs = Scenario.objects.filter(
        programme_id=acteur.programme_id, etat=EtatDeScenario.DECIDE
    ).order_by("-decide_le")
    return tuple(rangs.values_list("id", "nom"))


def perdus(acteur: Acteur, scenario: UUID, *, at: date) -> frozenset[UUID]:
    """Dossiers of the children whom this decided scenario leaves out, among those whom the acteur may read.

    The case of a child tells almost where she lives: the reading is noted before anything is opened.
    """
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.IDENTITE, at)
    rangs = list(
        CasDUnScenario.objects.filter(
            scenario_id=scenario,
            scenario__programme_id=acteur.programme_id,
            scenario__etat=EtatDeScenario.DECIDE,
            dossier_id__in=visibles.values("pk"),
        )
    )
    ids = sorted(r.dossier_id for r in rangs)
    noter_liste(acteur, Acte.LIRE, Volet.IDENTITE, ids, "scenario")
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE])
    return frozenset(r.dossier_id for r in rangs if r.ouvrir(cles)["cas"] == Cas.PERDU)
