"""Addresses of the points with schools."""

from __future__ import annotations

from django.urls import path

from maillage.evaluations.views import campagnes, rentree, saisie

app_name = "evaluations"
ECOLE = "<uuid:campagne>/<slug:ecole>/"
urlpatterns = [
    path("", campagnes.accueil, name="accueil"),
    path("rentree/", rentree.rentree, name="rentree"),
    path("ouvrir/", campagnes.ouvrir, name="ouvrir"),
    path("enfants/<uuid:dossier>/", campagnes.enfant, name="enfant"),
    path("<uuid:campagne>/", campagnes.campagne, name="campagne"),
    path(ECOLE, campagnes.ecole, name="ecole"),
    path(f"{ECOLE}<uuid:dossier>/", saisie.saisie, name="saisie"),
]
