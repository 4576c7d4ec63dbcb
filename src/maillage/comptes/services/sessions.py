"""Closing one's own sessions."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.tracabilite import services as tracabilite


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
