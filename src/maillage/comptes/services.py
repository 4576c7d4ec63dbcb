"""Opening programmes, accounts, postes and missions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.models import (
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.notions.erreurs import ErreurMetier

# Article 128 of the law of 18 January 2005: nothing nominative to the board of the bearing structure.
HORS_DU_SECRET = frozenset({Mission.ELU, Mission.PILOTAGE, Mission.TECHNIQUE, Mission.DPO})


class MissionsIncompatibles(ErreurMetier):
    """A mandate of élu, pilot, DPO or technical admin never goes with a mission on children."""

    def __init__(self) -> None:
        super().__init__(
            "Cette mission ne se cumule pas avec un accès aux dossiers d'enfants "
            "(loi n° 2005-32 du 18 janvier 2005, art. 128).",
            a_faire="Terminez d'abord l'autre mission, ou confiez celle-ci à une autre personne.",
        )


@transaction.atomic
def ouvrir_programme(*, code: str, nom: str, communes: list[str], zone: str = "C") -> Programme:
    """Open a programme, or return the one that bears this code."""
    return Programme.objects.get_or_create(
        code=code, defaults={"nom": nom, "communes": communes, "zone_scolaire": zone}
    )[0]


@transaction.atomic
def confier_mission(
    *,
    utilisateur: Utilisateur,
    programme: Programme,
    mission: Mission,
    obligation: ObligationDeSecret,
    depuis: date,
    jusqu_au: date | None = None,
) -> MissionConfiee:
    """Give a mission; refuse what would open a breach in the wall towards élus and institutions."""
    deja = {
        Mission(m)
        for m in MissionConfiee.objects.filter(
            utilisateur=utilisateur, jusqu_au__isnull=True
        ).values_list("mission", flat=True)
    }
    ensemble = deja | {mission}
    if ensemble & HORS_DU_SECRET and ensemble - HORS_DU_SECRET:
        raise MissionsIncompatibles
    return MissionConfiee.objects.get_or_create(
        utilisateur=utilisateur,
        programme=programme,
        mission=mission,
        defaults={"obligation": obligation, "depuis": depuis, "jusqu_au": jusqu_au},
    )[0]


@transaction.atomic
def ouvrir_poste(*, programme_id: UUID, libelle: str, metier: str) -> Poste:
    """Open a poste, or return the one that bears this name in the programme."""
    return Poste.objects.get_or_create(programme_id=programme_id, libelle=libelle, metier=metier)[0]


@transaction.atomic
def occuper(*, poste: Poste, utilisateur: Utilisateur, depuis: date) -> Occupation:
    """Give a poste to a person from a civil day."""
    return Occupation.objects.get_or_create(
        poste=poste, utilisateur=utilisateur, defaults={"depuis": depuis}
    )[0]
