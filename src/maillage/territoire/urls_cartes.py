"""Addresses of the maps, under `territoire/cartes/`."""

from __future__ import annotations

from django.urls import path

from maillage.territoire import views_cartes, views_poches

urlpatterns = [
    path("", views_cartes.liste, name="cartes"),
    path("importer/", views_cartes.importer, name="cartes_importer"),
    path("dessiner/", views_poches.dessiner, name="cartes_dessiner"),
    path("rues/", views_poches.rues, name="cartes_rues"),
    path("comparer/", views_cartes.comparer, name="cartes_comparer"),
    path("depots/<uuid:depot>/", views_cartes.depot, name="cartes_depot"),
    path("depots/<uuid:depot>/suivi/", views_cartes.suivi, name="cartes_depot_suivi"),
    path("depots/<uuid:depot>/confirmer/", views_cartes.confirmer, name="cartes_depot_confirmer"),
    path(
        "depots/<uuid:depot>/abandonner/", views_cartes.abandonner, name="cartes_depot_abandonner"
    ),
    path("<uuid:generation>/", views_cartes.generation, name="cartes_generation"),
]
