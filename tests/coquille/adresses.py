"""Addresses for the tests of the shell alone: the rooms below answer «ok», the refusals are real."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import include, path

from maillage.coquille import erreurs, views
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier, Introuvable

METIER = "Le fichier est chiffré : Maillage ne peut pas le lire."


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def refus(request: HttpRequest, statut: int) -> HttpResponse:
    if statut == 403:
        raise PermissionDenied
    if statut == 404:
        raise Introuvable
    if statut == 405:
        return HttpResponseNotAllowed(["POST"])
    if statut == 409:
        raise ConflitDeVersion("M. Lefèvre a écrit cette note pendant que vous l'écriviez.")
    if statut == 422:
        raise ErreurMetier(METIER, a_faire="Retirez le mot de passe, puis renvoyez-le.")
    if statut == 429:
        return HttpResponse("<h1>429 Too Many Requests</h1>", status=429)
    if statut == 500:
        raise RuntimeError
    return erreurs.page(statut)


def salle(nom: str, *pages: str):
    return include(([path(f"{p}/", ok, name=p) for p in pages], nom))


coquille = [
    path("", ok, name="journee"),
    path("aide/", views.aide, name="aide"),
    path("aide/raccourcis/", views.raccourcis, name="raccourcis"),
    path("composants/", views.composants, name="composants"),
    path("session/prolonger/", views.prolonger, name="prolonger"),
]
urlpatterns = [
    path("", include((coquille, "coquille"))),
    path("refus/<int:statut>/", refus),
    path("compte/", include("allauth.urls")),
    path("enfants/", salle("enfants", "liste")),
    path("chiffres/", salle("statistiques", "annuelles")),
    path("reprise/", salle("reprise", "accueil", "quarantaine")),
]
handler400 = "maillage.coquille.erreurs.demande_incomprise"
handler403 = "maillage.coquille.erreurs.page_fermee"
handler404 = "maillage.coquille.erreurs.page_introuvable"
handler500 = "maillage.coquille.erreurs.panne"
