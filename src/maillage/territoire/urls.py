"""Addresses of the territory."""

from __future__ import annotations

from django.urls import include, path

from maillage.territoire import reglages, views

app_name = "territoire"
urlpatterns = [
    path("reseaux/", views.liste, name="liste"),
    path("reseaux/nouveau/", views.nouveau, name="nouveau"),
    path("reseaux/<int:reseau>/", views.modifier, name="modifier"),
    path("reseaux/<int:reseau>/fermer/", views.fermer, name="fermer"),
    path("cartes/", include("maillage.territoire.urls_cartes")),
    path("reglages/", reglages.reglages, name="reglages"),
]
