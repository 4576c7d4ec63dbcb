"""Addresses of saisines for people signed in."""

from __future__ import annotations

from django.urls import path

from maillage.saisines.views import demandes, liens, reception

app_name = "saisines"
urlpatterns = [
    path("", reception.liste, name="liste"),
    path("effacer/", reception.effacer, name="effacer"),
    path("nouvelle/", demandes.nouvelle, name="nouvelle"),
    path("brouillon/", demandes.brouillon, name="brouillon"),
    path("miennes/", demandes.miennes, name="miennes"),
    path("miennes/<uuid:saisine>/", demandes.mienne, name="mienne"),
    path("liens/", liens.liens, name="liens"),
    path("liens/<uuid:lien>/retirer/", liens.retirer, name="retirer_lien"),
    path("enfants/<uuid:dossier>/", reception.enfant, name="enfant"),
    path("<uuid:saisine>/", reception.recevoir, name="recevoir"),
]
