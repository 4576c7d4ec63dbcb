"""Pages of the shell itself: help, catalogue of components, refusal of shortcuts, one's own sessions."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maillage.comptes import queries as comptes
from maillage.comptes import services
from maillage.coquille import contexte, planche
from maillage.partage.pages import Requete, page, publique
from maillage.partage.rules.actes import Acte

UN_AN = 365 * 24 * 3600


@publique
@require_GET
def aide(request: HttpRequest) -> HttpResponse:
    """How to do the main things, who sees what, the keys, accessibility, whom to ask."""
    return render(request, "coquille/aide.html")


@publique
@require_GET
def composants(request: HttpRequest) -> HttpResponse:
    """Every component in every state; for the demonstration only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "coquille/planche.html", planche.exemples())


@publique
@require_POST
def raccourcis(request: HttpRequest) -> HttpResponse:
    """Refuse the one-key shortcuts, or take them back, on this browser."""
    reponse = redirect("coquille:aide")
    reponse.set_cookie(
        contexte.SANS_RACCOURCIS,
        "non" if request.POST.get("choix") == "non" else "oui",
        max_age=UN_AN,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return reponse


@publique
@require_POST
def prolonger(request: HttpRequest) -> HttpResponse:
    """Keep the session alive: asking is enough, the answer says how long it lives now."""
    return JsonResponse({"secondes": contexte.secondes_restantes(request)})


@page(acte=Acte.TENIR_SON_COMPTE)
def sessions(request: Requete) -> HttpResponse:
    """Where one's own account is open, whatever one's mission."""
    ouvertes = comptes.sessions_ouvertes(
        request.acteur.id, courante=request.session.session_key, at=timezone.now()
    )
    contexte_de_page = {"sessions": ouvertes, "autres": sum(not s.courante for s in ouvertes)}
    return render(request, "coquille/sessions.html", contexte_de_page)


@page(acte=Acte.TENIR_SON_COMPTE, methodes=("POST",))
def fermer_session(request: Requete, session: int) -> HttpResponse:
    """Close one of one's own sessions; closing the present one is signing out."""
    ici = services.fermer_session(
        acteur=request.acteur, session=session, courante=request.session.session_key
    )
    if ici:
        logout(request)
        return redirect(f"{settings.LOGIN_URL}?fin=1")
    messages.success(request, "Session fermée. L’appareil devra se connecter de nouveau.")
    return redirect("coquille:sessions")


@page(acte=Acte.TENIR_SON_COMPTE, methodes=("POST",))
def fermer_autres_sessions(request: Requete) -> HttpResponse:
    """Keep the present session alone."""
    fermees = services.fermer_autres_sessions(
        acteur=request.acteur, courante=request.session.session_key
    )
    if fermees:
        messages.success(request, "Les autres sessions sont fermées. Celle-ci reste ouverte.")
    return redirect("coquille:sessions")
