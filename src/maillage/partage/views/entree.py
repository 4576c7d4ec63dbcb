"""The first entry, by a code given by hand; ProConnect's way in and back. They show nothing of anybody."""

from __future__ import annotations

import requests
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.comptes import proconnect as identites
from maillage.comptes.errors import CodeRefuse
from maillage.comptes.services import codes
from maillage.partage.forms.entree import ActiverForm
from maillage.partage.pages import publique


@publique
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def activer(request: HttpRequest) -> HttpResponse:
    """Open one's account: address, code, then a password of one's own or ProConnect."""
    par_proconnect = "proconnect" in request.POST and identites.configure()
    form = ActiverForm(
        request.POST if request.method == "POST" else None, sans_mot_de_passe=par_proconnect
    )
    if request.method == "POST":
        trop = ratelimit.consume_or_429(request, action="activer")
        if trop:
            return trop
        if form.is_valid():
            try:
                return _activer(request, form.cleaned_data, par_proconnect=par_proconnect)
            except CodeRefuse as refus:
                form.add_error(None, str(refus))
    contexte = {"form": form, "proconnect": identites.configure()}
    return render(request, "partage/activer.html", contexte, status=422 if form.is_bound else 200)


def _activer(request: HttpRequest, lu: dict[str, str], *, par_proconnect: bool) -> HttpResponse:
    at = timezone.localdate()
    if par_proconnect:
        compte = codes.compte_du_code(lu["email"], lu["code"], at=at)
        request.session[identites.ACTIVATION] = str(compte)
        return _partir(request)
    codes.activer_par_mot_de_passe(
        email=lu["email"], code=lu["code"], mot_de_passe=lu["mot_de_passe"], at=at
    )
    messages.success(
        request, "Votre compte est prêt. Connectez-vous : un second facteur sera demandé."
    )
    return redirect("account_login")


@publique
@require_POST
def proconnect(request: HttpRequest) -> HttpResponse:
    """Leave for ProConnect."""
    request.session.pop(identites.ACTIVATION, None)
    return _partir(request)


@publique
@require_GET
def proconnect_retour(request: HttpRequest) -> HttpResponse:
    """Come back from ProConnect: everything said is checked before anybody is signed in."""
    _exiger_la_configuration()
    return OAuth2CallbackView.adapter_view(identites.ProConnect(request))(request)


@publique
@require_GET
def proconnect_encore(request: HttpRequest) -> HttpResponse:
    """A sensitive act of somebody whose factors are ProConnect's: go there again."""
    _exiger_la_configuration()
    contexte = {"suite": request.GET.get("next", "/")}  # allauth follows it only inside this site
    return render(request, "partage/proconnect_encore.html", contexte)


def _partir(request: HttpRequest) -> HttpResponse:
    _exiger_la_configuration()
    try:
        return OAuth2LoginView.adapter_view(identites.ProConnect(request))(request)
    except requests.RequestException:
        return identites.refus(request, "fournisseur").response
    except ImmediateHttpResponse as reponse:
        return reponse.response


def _exiger_la_configuration() -> None:
    if not identites.configure():
        raise Http404
