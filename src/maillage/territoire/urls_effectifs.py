"""Addresses of headcounts, under `territoire/effectifs/`."""

from __future__ import annotations

from django.urls import path

from maillage.territoire import views_effectifs as views

urlpatterns = [
    path("", views.effectifs, name="effectifs"),
    path("importer/", views.importer, name="effectifs_importer"),
    path("depots/<uuid:depot>/", views.depot, name="effectifs_depot"),
    path("depots/<uuid:depot>/confirmer/", views.confirmer, name="effectifs_confirmer"),
    path("depots/<uuid:depot>/abandonner/", views.abandonner, name="effectifs_abandonner"),
]
