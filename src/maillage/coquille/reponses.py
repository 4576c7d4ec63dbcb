"""Middleware: a refusal raised anywhere, or an answer without words, becomes a polite page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from maillage.coquille import erreurs
from maillage.notions.erreurs import ErreurMetier

#: refusals that Django, allauth or a view gives with an empty or English body
SANS_PAROLE = frozenset({405, 413, 429, 503})


class ErreursPolies:
    """Speak French and plainly whenever the answer is no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if reponse.status_code not in SANS_PAROLE or erreurs.est_polie(reponse):
            return reponse
        polie = erreurs.page(reponse.status_code)
        for nom in ("Allow", "Retry-After"):
            if nom in reponse.headers:
                polie.headers[nom] = reponse.headers[nom]
        return polie

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ErreurMetier):
            return None
        if request.headers.get("HX-Request") and exception.statut != erreurs.INTROUVABLE:
            return erreurs.fragment(exception)
        return erreurs.de_metier(exception)
