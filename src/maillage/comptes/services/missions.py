"""Opening programmes, accounts, postes and missions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.comptes.models import (
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.queries.acteurs import en_vigueur
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.habilitations import se_heurtent
from maillage.notions.erreurs import ErreurMetier


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
    par: UUID | None = None,
) -> MissionConfiee:
    """Give a mission; refuse what would open a breach in the wall towards élus and institutions."""
    # two requests for one person wait for each other: each must see the mission that the other gives
    Utilisateur.objects.select_for_update().get(pk=utilisateur.pk)
    celles_de_la_periode = MissionConfiee.objects.filter(
        Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=depuis),
        Q(depuis__lte=jusqu_au) if jusqu_au else Q(),
        utilisateur=utilisateur,
        retiree_le__isnull=True,
    )
    ensemble = {Mission(m.mission) for m in celles_de_la_periode} | {mission}
    if se_heurtent(ensemble):
        raise MissionsIncompatibles
    en_cours = celles_de_la_periode.filter(
        en_vigueur(depuis), programme=programme, mission=mission
    ).first()
    return en_cours or MissionConfiee.objects.create(
        utilisateur=utilisateur,
        programme=programme,
        mission=mission,
        obligation=obligation,
        depuis=depuis,
        jusqu_au=jusqu_au,
        confiee_par_id=par,
    )


@transaction.atomic
def ouvrir_poste(*, programme_id: UUID, libelle: str, metier: str) -> Poste:
    """Open a poste, or return the one that bears this name in the programme."""
    return Poste.objects.get_or_create(
        programme_id=programme_id, libelle=libelle, metier=metier, ferme_le=None
    )[0]


@transaction.atomic
def occuper(*, poste: Poste, utilisateur: Utilisateur, depuis: date) -> Occupation:
    """Give a poste to a person from a civil day; whoever holds it that day already keeps it."""
    en_cours = Occupation.objects.filter(
        en_vigueur(depuis), poste=poste, utilisateur=utilisateur, retiree_le__isnull=True
    ).first()
    return en_cours or Occupation.objects.create(
        poste=poste, utilisateur=utilisateur, depuis=depuis
    )
