"""Addresses of the maps, under `territoire/cartes/`."""

from __future__ import annotations

from django.urls import path

from maillage.territoire import views_cartes

urlpatterns = [
    path("", views_cartes.liste, name="cartes"),
    path("importer/", views_cartes.importer, name="importer_carte"),
    path("comparer/", views_cartes.comparer, name="comparer_cartes"),
    path("depots/<uuid:depot>/", views_cartes.depot, name="depot"),
    path("depots/<uuid:depot>/suivi/", views_cartes.suivi, name="depot_suivi"),
    path("depots/<uuid:depot>/confirmer/", views_cartes.confirmer, name="depot_confirmer"),
    path("depots/<uuid:depot>/abandonner/", views_cartes.abandonner, name="depot_abandonner"),
    path("<uuid:generation>/", views_cartes.generation, name="generation"),
]
