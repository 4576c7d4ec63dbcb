"""Scenarios: asked for, computed by a job, compared, decided. Deciding changes no dossier: a campaign starts from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.eligibilite import tasks
from maillage.eligibilite.errors import ScenarioNonFait
from maillage.eligibilite.models import Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries import regles as jeux
from maillage.eligibilite.queries.cartes import fond_de
from maillage.eligibilite.services.verdicts import ACTE
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.decision import decide


def creer(
    *,
    acteur: Acteur,
    nom: str,
    cartes_avant: list[str],
    cartes_apres: list[str],
    regles_avant: UUID,
    regles_apres: UUID,
    bascule: date,
    fin: date,
    cout_mensuel: Decimal | None,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Ask for a simulation. The maps and the rules are checked before anything is stored."""
    programme = acteur.programme_id
    fond_de(cartes_avant, programme)
    fond_de(cartes_apres, programme)
    lues = [jeux.version_de(acteur, r) for r in (regles_avant, regles_apres)]
    with transaction.atomic():
        deja = Scenario.objects.filter(programme_id=programme, formulaire=formulaire).first()
        if deja is not None:
            return deja.id
        rang = Scenario.objects.create(
            programme_id=programme,
            nom=nom,
            cartes_avant=cartes_avant,
            cartes_apres=cartes_apres,
            regles_avant_id=lues[0].id,
            regles_apres_id=lues[1].id,
            texte_apres=lues[1].texte,
            bascule=bascule,
            fin=fin,
            cout_mensuel=cout_mensuel,
            auteur_id=acteur.id,
            formulaire=formulaire,
        )
        _noter(acteur, rang.id, at)
    tasks.calculer_le_scenario.enqueue(str(rang.id))
    return rang.id


def arreter(*, acteur: Acteur, scenario_id: UUID, at: date) -> None:
    """Ask the job to stop: nothing is kept of it but that it was asked."""
    with transaction.atomic():
        rang = _le_sien(acteur, scenario_id)
        if rang.etat == EtatDeScenario.EN_COURS:
            Scenario.objects.filter(id=rang.id).update(arret_demande=True)
            _noter(acteur, rang.id, at)


def decider(*, acteur: Acteur, scenario_id: UUID, at: date) -> None:
    """Keep this scenario as the one that is decided: an exit campaign may start from it. No dossier changes."""
    with transaction.atomic():
        rang = _le_sien(acteur, scenario_id)
        if rang.etat != EtatDeScenario.FAIT:
            raise ScenarioNonFait
        rang.etat, rang.decide_le, rang.decide_par_id = (
            EtatDeScenario.DECIDE,
            timezone.now(),
            acteur.id,
        )
        rang.save(update_fields=["etat", "decide_le", "decide_par"])
        _noter(acteur, rang.id, at)


def _le_sien(acteur: Acteur, scenario_id: UUID) -> Scenario:
    rangs = Scenario.objects.select_for_update()
    rang = rangs.filter(programme_id=acteur.programme_id, id=scenario_id).first()
    if rang is None:
        raise Introuvable
    return rang


def _noter(acteur: Acteur, scenario_id: UUID, at: date) -> None:
    noter(acteur, ACTE, decide(acteur, ACTE, None, None, at), objet=f"scenario {scenario_id}")
