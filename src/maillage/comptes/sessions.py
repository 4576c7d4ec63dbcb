"""How long a session lives, and the second factor that every professional must have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from maillage.comptes.preuves import vu_par_proconnect

DEBUT, DERNIER = "session_debut", "session_dernier_acte"
FACTEURS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes are no factor
PAS = timedelta(seconds=60)  # the last act is written at most once a minute

Reponse = Callable[[HttpRequest], HttpResponse]


def est_finie(debut: datetime, dernier: datetime, maintenant: datetime) -> bool:
    """Tell whether a session is over: idle too long, or simply too old (security rule P-81)."""
    inactivite = timedelta(minutes=settings.SESSION_INACTIVITE_MINUTES)
    duree = timedelta(hours=settings.SESSION_ABSOLUE_HEURES)
    return maintenant - dernier >= inactivite or maintenant - debut >= duree


class DureeDeSession:
    """End idle and old sessions; forbid browser caches to keep what a session showed."""

    def __init__(self, get_response: Reponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        etait_connecte = request.user.is_authenticated
        if etait_connecte and self._perimee(request):
            logout(request)
            return _effacer(redirect(f"{settings.LOGIN_URL}?fin=1"))
        reponse = self.get_response(request)
        if etait_connecte:
            reponse.headers["Cache-Control"] = "no-store"
            if not request.user.is_authenticated:
                _effacer(reponse)
        return reponse

    def _perimee(self, request: HttpRequest) -> bool:
        maintenant = timezone.now()
        debut = request.session.get(DEBUT)
        if debut is None:
            request.session[DEBUT] = request.session[DERNIER] = maintenant.isoformat()
            return False
        dernier = datetime.fromisoformat(request.session[DERNIER])
        if est_finie(datetime.fromisoformat(debut), dernier, maintenant):
            return True
        if maintenant - dernier >= PAS:
            request.session[DERNIER] = maintenant.isoformat()
        return False


def _effacer(reponse: HttpResponse) -> HttpResponse:
    reponse.headers["Clear-Site-Data"] = '"cache", "storage"'
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


class SecondFacteurExige:
    """Send to enrolment whoever has no second factor yet: no path to a dossier with a password alone."""

    PERMIS = ("/compte/", "/statique/", "/sante/", "/aide/")

    def __init__(self, get_response: Reponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not (settings.DEMO and request.user.est_demo)
            and not request.path.startswith(self.PERMIS)
            and not is_mfa_enabled(request.user, FACTEURS)
            and not vu_par_proconnect(request, request.user)
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


@receiver(user_logged_in)
def fermer_les_plus_anciennes(request: HttpRequest, user, **_kwargs: object) -> None:
    """Keep the newest sessions of an account; a forgotten one elsewhere ends here."""
    request.session[DEBUT] = request.session[DERNIER] = timezone.now().isoformat()
    gardees = settings.SESSIONS_SIMULTANEES - 1  # the one being opened counts
    autres = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for ancienne in autres.order_by("-created_at")[gardees:]:
        ancienne.end()


@receiver(authenticator_added)
def fermer_celles_d_avant(
    request: HttpRequest, user, authenticator: Authenticator, **_kwargs: object
) -> None:
    """A second factor is new: whoever signed in elsewhere with the password alone signs in again, with both."""
    if authenticator.type not in FACTEURS:
        return
    autres = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for autre in autres:
        autre.end()
