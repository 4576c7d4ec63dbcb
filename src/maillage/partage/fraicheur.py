"""A sensitive act asks again who is there: two factors, shown in the last five minutes."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from maillage.comptes.preuves import prouve_depuis

FRAICHEUR = 5 * 60  # seconds
FACTEURS = (
    "mfa_reauthenticate",
    "mfa_reauthenticate:webauthn",
)  # the password alone proves too little


def est_fraiche(request: HttpRequest) -> bool:
    """Tell whether the second factor was shown a moment ago. A persona of the demonstration has none to show."""
    if settings.DEMO and request.user.est_demo:
        return True
    return prouve_depuis(request) <= FRAICHEUR


def reprouver(request: HttpRequest, *, garder: bool) -> HttpResponse:
    """Ask for the second factor, then do what was asked: what was typed is kept in the session meanwhile.

    `garder` False: what was typed may speak of a child, and a session is not sealed. The page is opened again instead.
    """
    if not garder and request.method == "POST":
        request.method, request.POST = "GET", QueryDict()  # type: ignore[misc]
        messages.warning(request, "Par sécurité, rien de ce que vous aviez écrit n’a été gardé.")
    moyens = {m["id"]: m["url"] for m in get_adapter().get_reauthentication_methods(request.user)}
    for facteur in FACTEURS:
        if facteur in moyens:
            return suspend_request(request, moyens[facteur])
    return suspend_request(request, reverse("partage:proconnect_encore"))
