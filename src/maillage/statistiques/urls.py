"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from maillage.statistiques.views import annuelles, definitions, exploration

app_name = "statistiques"
urlpatterns = [
    path("", annuelles.annuelles, name="annuelles"),
    path("tableur/", annuelles.annuelles_xlsx, name="annuelles_xlsx"),
    path("explorer/", exploration.explorer, name="explorer"),
    path("explorer/tableur/", exploration.explorer_xlsx, name="explorer_xlsx"),
    path("definitions/", definitions.liste, name="definitions"),
    path("definitions/<slug:code>/", definitions.une, name="definition"),
]
