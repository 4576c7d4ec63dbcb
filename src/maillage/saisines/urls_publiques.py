"""Addresses that anyone may open: a demand by a link, and what became of it."""

from __future__ import annotations

from django.urls import path

from maillage.saisines.views import publiques

app_name = "demander"
urlpatterns = [
    path("suite/", publiques.suite, name="suite"),
    path("<str:jeton>/", publiques.formulaire, name="formulaire"),
]
