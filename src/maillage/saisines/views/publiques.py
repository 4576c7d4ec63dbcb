"""Pages behind a link, and the answer by number and code. They show nothing of anybody, and the same whoever is known."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from maillage.partage.pages import publique
from maillage.saisines.errors import LienFerme
from maillage.saisines.forms import EnfantForm, FamilleForm, ProfessionnelForm
from maillage.saisines.forms.reception import SuiteForm
from maillage.saisines.queries import suites
from maillage.saisines.queries.liens import Porte
from maillage.saisines.queries.liens import porte as lire_porte
from maillage.saisines.services import depots


@publique
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def formulaire(request: HttpRequest, jeton: str) -> HttpResponse:
    """Write a demand by a link. A refused form comes back as it was typed; a link closed meanwhile loses no word."""
    porte = lire_porte(jeton, at=timezone.localdate())
    if porte is None or (request.method == "GET" and not porte.ouverte):
        return _discret(render(request, "saisines/lien_ferme.html", status=410))
    classe = FamilleForm if porte.famille else ProfessionnelForm
    envoye = request.POST if request.method == "POST" else None
    form = classe(envoye, aujourd_hui=timezone.localdate())
    if request.method == "POST":
        if trop := ratelimit.consume_or_429(request, action="saisine"):
            return trop
        if form.is_valid():
            return _deposer(request, jeton, porte, form)
    return _montrer(request, porte, form, 422 if form.is_bound else 200)


def _deposer(request: HttpRequest, jeton: str, porte: Porte, form: EnfantForm) -> HttpResponse:
    try:
        recu = depots.deposer_par_lien(
            jeton=jeton,
            demande=form.demande(),
            formulaire=form.cleaned_data["formulaire"],
            at=timezone.localdate(),
            instant=timezone.now(),
        )
    except LienFerme as ferme:
        form.add_error(None, f"{ferme.message} Votre texte est toujours là. {ferme.a_faire}")
        return _montrer(request, porte, form, ferme.statut)
    contexte = {"recu": recu, "porte": porte}
    return _discret(render(request, "saisines/recu.html", contexte))


def _montrer(request: HttpRequest, porte: Porte, form: EnfantForm, statut: int) -> HttpResponse:
    page = "saisines/demander_famille.html" if porte.famille else "saisines/demander.html"
    return _discret(render(request, page, {"porte": porte, "form": form}, status=statut))


@publique
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def suite(request: HttpRequest) -> HttpResponse:
    """What became of a demand, for whoever holds its number and its code."""
    form, lue, statut = SuiteForm(), None, 200
    if request.method == "POST":
        form = SuiteForm(request.POST)
        cle = request.POST.get("numero", "")[:30]
        if trop := ratelimit.consume_or_429(request, action="suite_de_saisine", key=cle):
            return trop
        statut = 422
        if form.is_valid():
            lue = suites.par_code(form.cleaned_data["numero"], form.cleaned_data["code"])
            if lue is None:
                form.add_error(
                    None, "Aucune demande ne porte ce numéro avec ce code. Relisez le reçu."
                )
            else:
                statut = 200
    return _discret(
        render(request, "saisines/suite.html", {"form": form, "lue": lue}, status=statut)
    )


def _discret(reponse: HttpResponse) -> HttpResponse:
    """The address bears the token: no search engine keeps it (`same-origin` already tells it to no other site)."""
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
