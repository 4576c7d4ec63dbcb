"""Opening programmes, accounts, postes and missions; closing one's own sessions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from maillage.comptes.models import (
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import HORS_DU_SECRET, Acteur, Mission, ObligationDeSecret
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.tracabilite import services as tracabilite


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
    # two requests for one person wait for each other: each must see the mission that the other gives
    Utilisateur.objects.select_for_update().get(pk=utilisateur.pk)
    celles_de_la_periode = MissionConfiee.objects.filter(
        Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=depuis),
        Q(depuis__lte=jusqu_au) if jusqu_au else Q(),
        utilisateur=utilisateur,
    )
    ensemble = {Mission(m.mission) for m in celles_de_la_periode} | {mission}
    if ensemble & HORS_DU_SECRET and ensemble - HORS_DU_SECRET:
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
    )


@transaction.atomic
def ouvrir_poste(*, programme_id: UUID, libelle: str, metier: str) -> Poste:
    """Open a poste, or return the one that bears this name in the programme."""
    return Poste.objects.get_or_create(programme_id=programme_id, libelle=libelle, metier=metier)[0]


@transaction.atomic
def occuper(*, poste: Poste, utilisateur: Utilisateur, depuis: date) -> Occupation:
    """Give a poste to a person from a civil day; whoever holds it that day already keeps it."""
    en_cours = Occupation.objects.filter(
        en_vigueur(depuis), poste=poste, utilisateur=utilisateur
    ).first()
    return en_cours or Occupation.objects.create(
        poste=poste, utilisateur=utilisateur, depuis=depuis
    )


@transaction.atomic
def fermer_session(*, acteur: Acteur, session: int, courante: str) -> bool:
    """Close one session of the acteur; tell whether it was the one that asks (its key is `courante`).

    The session of somebody else and an unknown one are the same `Introuvable`.
    """
    siennes = UserSession.objects.select_for_update().filter(user_id=acteur.id, pk=session)
    visee = siennes.first()
    if visee is None:
        raise Introuvable
    _fermer(acteur, [visee])
    return visee.session_key == courante


@transaction.atomic
def fermer_autres_sessions(*, acteur: Acteur, courante: str) -> int:
    """Close every session of the acteur but the one that asks; return how many there were."""
    siennes = UserSession.objects.select_for_update().filter(user_id=acteur.id)
    autres = list(siennes.exclude(session_key=courante))
    _fermer(acteur, autres)
    return len(autres)


def _fermer(acteur: Acteur, sessions: list[UserSession]) -> None:
    """The events name sessions by their number, never by their key."""
    tracabilite.noter(
        *(
            tracabilite.Fait(
                acte="tenir_son_compte",
                acteur=acteur.id,
                programme=acteur.programme_id,
                regle="son_compte",
                objet=f"session {session.pk} fermee",
            )
            for session in sessions
        )
    )
    for session in sessions:
        session.end()
