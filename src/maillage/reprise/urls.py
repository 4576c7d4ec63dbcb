"""Addresses of the reprise."""

from __future__ import annotations

from django.urls import path

from maillage.reprise import views

app_name = "reprise"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("a-trier/", views.quarantaine, name="quarantaine"),
    path("<uuid:reprise>/colonnes/", views.colonnes, name="colonnes"),
    path("<uuid:reprise>/verifier/", views.verifier, name="verifier"),
    path("<uuid:reprise>/doublon/", views.decider, name="decider"),
    path("<uuid:reprise>/ecole/", views.retenir_ecole, name="retenir_ecole"),
    path("<uuid:reprise>/importer/", views.lancer, name="lancer"),
    path("<uuid:reprise>/resultat/", views.resultat, name="resultat"),
    path("<uuid:reprise>/suivi/", views.suivi, name="suivi"),
    path("<uuid:reprise>/arreter/", views.arreter, name="arreter"),
    path("<uuid:reprise>/abandonner/", views.abandonner, name="abandonner"),
    path("<uuid:reprise>/annuler/", views.annuler, name="annuler"),
]
