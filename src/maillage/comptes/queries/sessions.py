"""One's own open sessions, as their owner recognises them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session

from maillage.comptes.appareils import appareil_en_mots
from maillage.comptes.models import Utilisateur
from maillage.comptes.sessions import DEBUT, DERNIER, est_finie


@dataclass(frozen=True, slots=True)
class SessionOuverte:
    """An open session as its owner recognises it. `dernier_acte` is known to the minute."""

    id: int
    appareil: str
    ouverte_le: datetime
    dernier_acte: datetime
    courante: bool


def sessions_ouvertes(
    utilisateur_id: UUID, *, courante: str, at: datetime
) -> tuple[SessionOuverte, ...]:
    """Sessions of an account that would still answer, the present one first, then the last used.

    `courante` is the key of the session that asks. Two queries, whatever the number.
    """
    inscrites = UserSession.objects.filter(user_id=utilisateur_id).select_related("user")
    par_cle = {inscrite.session_key: inscrite for inscrite in inscrites}
    lues = []
    for gardee in Session.objects.filter(session_key__in=par_cle, expire_date__gt=at):
        inscrite, contenu = par_cle[gardee.session_key], gardee.get_decoded()
        debut, dernier = (_instant(contenu.get(n)) or inscrite.created_at for n in (DEBUT, DERNIER))
        if est_finie(debut, dernier, at) or not _est_a_jour(inscrite.user, contenu):
            continue
        ici = inscrite.session_key == courante
        appareil = appareil_en_mots(inscrite.user_agent)
        lues.append(SessionOuverte(inscrite.pk, appareil, debut, at if ici else dernier, ici))
    return tuple(sorted(lues, key=lambda s: (s.courante, s.dernier_acte), reverse=True))


def _instant(texte: str | None) -> datetime | None:
    return datetime.fromisoformat(texte) if texte else None


def _est_a_jour(compte: Utilisateur, contenu: dict[str, str]) -> bool:
    """A session opened before the password changed is already dead."""
    valides = {compte.get_session_auth_hash(), *compte.get_session_auth_fallback_hash()}
    return contenu.get(HASH_SESSION_KEY) in valides
