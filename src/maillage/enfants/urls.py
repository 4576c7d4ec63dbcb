"""Addresses of the pages that correct the volets of a child."""

from __future__ import annotations

from django.urls import path

from maillage.enfants.views import volets

app_name = "enfants"
urlpatterns = [
    path("<uuid:dossier>/identite/corriger/", volets.identite, name="identite"),
    path("<uuid:dossier>/identite/adresse/", volets.domicile, name="domicile"),
    path("<uuid:dossier>/famille/responsable/", volets.responsable, name="responsable"),
    path("<uuid:dossier>/famille/fratrie/", volets.fratrie, name="fratrie"),
    path("<uuid:dossier>/scolarite/annee/", volets.scolarite, name="scolarite"),
]
