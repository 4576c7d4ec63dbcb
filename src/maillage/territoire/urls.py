"""Addresses of the territory."""

from __future__ import annotations

from django.urls import include, path

from maillage.territoire import adresses, carte, ecoles, reglages, views

app_name = "territoire"
urlpatterns = [
    path("reseaux/", views.liste, name="liste"),
    path("reseaux/nouveau/", views.nouveau, name="nouveau"),
    path("reseaux/<int:reseau>/", views.modifier, name="modifier"),
    path("reseaux/<int:reseau>/fermer/", views.fermer, name="fermer"),
    path("adresses/", adresses.adresses, name="adresses"),
    path("adresses/<uuid:numero>/suivi/", adresses.suivi, name="suivi_adresses"),
    path("adresses/<uuid:numero>/arreter/", adresses.arreter, name="arreter_adresses"),
    path("carte/", carte.carte, name="carte"),
    path("cartes/", include("maillage.territoire.urls_cartes")),
    path("effectifs/", include("maillage.territoire.urls_effectifs")),
    path("ecoles/<str:uai>/placer/", ecoles.placer, name="placer_ecole"),
    path("reglages/", reglages.reglages, name="reglages"),
]
