"""Addresses for the tests of the shell alone: the rooms below answer «ok», the refusals are real."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import RequestContext, Template
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


BROUILLON = """{% extends "coquille/base.html" %}{% block titre %}Note{% endblock %}{% block contenu %}
<h1>Note</h1><form method="post" action="/brouillon/" data-garde data-brouillon-url="/brouillon/recu/">{% csrf_token %}
<label for="texte">Note</label><textarea id="texte" name="texte" data-note></textarea>
<span data-brouillon-etat role="status"></span></form>
<div id="travail" hx-get="/avancer/" hx-trigger="load" hx-swap="outerHTML"></div>{% endblock %}"""
recus: list[str] = []  # drafts that arrived, for the browser tests


def brouillon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(BROUILLON).render(RequestContext(request)))


def brouillon_recu(request: HttpRequest) -> HttpResponse:
    recus.append(request.POST["texte"])
    return HttpResponse(status=204)


def avancer(request: HttpRequest) -> HttpResponse:
    """Work under way, over at the third question."""
    fait = request.session["fait"] = request.session.get("fait", 0) + 1
    contexte = {"titre": "Reprise", "fait": fait, "total": 3, "unite": "lignes", "reste": "",
                "suivi": "/avancer/" if fait < 3 else "", "arreter": ""}  # fmt: skip
    return render(request, "coquille/composants/progression.html", contexte)


def salle(nom: str, *pages: str):
    return include(([path(f"{p}/", ok, name=p) for p in pages], nom))


coquille = [
    path("", ok, name="journee"),
    path("aide/", views.aide, name="aide"),
    path("aide/raccourcis/", views.raccourcis, name="raccourcis"),
    path("entrer/<slug:cle>/", ok, name="entrer"),
    path("composants/", views.composants, name="composants"),
    path("compte/sessions/", views.sessions, name="sessions"),
    path("compte/sessions/autres/fermer/", ok, name="fermer_autres_sessions"),
    path("compte/sessions/<int:session>/fermer/", ok, name="fermer_session"),
    path("session/prolonger/", views.prolonger, name="prolonger"),
]
urlpatterns = [
    path("", include((coquille, "coquille"))),
    path("brouillon/", brouillon),
    path("brouillon/recu/", brouillon_recu),
    path("avancer/", avancer),
    path("refus/<int:statut>/", refus),
    path("compte/", include("allauth.urls")),
    path("enfants/", salle("parcours", "liste", "urgences", "charge", "modeles", "note_rapide")),
    path(
        "partage/",
        salle("partage", "charte", "habilitations", "extraits", "journal", "equipe", "activer"),
    ),
    path("conservation/", salle("conservation", "accueil", "listes")),
    path("chiffres/", salle("statistiques", "annuelles")),
    path("bilans/", salle("bilans", "enquete", "reseaux")),
    path("publications/", salle("publications", "preparations", "liste")),
    path("chiffres/", salle("statistiques", "annuelles", "explorer", "definitions")),
    path("reprise/", salle("reprise", "accueil", "quarantaine")),
    path("territoire/", salle("territoire", "liste", "cartes", "carte", "adresses", "reglages")),
    path("evaluations/", salle("evaluations", "accueil")),
    path("syntheses/", salle("syntheses", "registre")),
    path("eps/", salle("eps", "calendrier")),
    path("sollicitations/", salle("saisines", "liste", "miennes")),
    path("eligibilite/", salle("eligibilite", "regles", "scenarios", "campagnes")),
    path("passations/", salle("passations", "liste")),
]
handler400 = "maillage.coquille.erreurs.demande_incomprise"
handler403 = "maillage.coquille.erreurs.page_fermee"
handler404 = "maillage.coquille.erreurs.page_introuvable"
handler500 = "maillage.coquille.erreurs.panne"
