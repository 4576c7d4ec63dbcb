"""Pages of the shell itself: help, catalogue of components, refusal of shortcuts, longer session."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from maillage.coquille import contexte, planche
from maillage.partage.pages import publique

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
