"""Addresses of the pages that correct the volets of a child."""

from __future__ import annotations

from django.urls import path

from maillage.enfants import views

app_name = "enfants"
urlpatterns = [
    path("<uuid:dossier>/identite/corriger/", views.identite, name="identite"),
    path("<uuid:dossier>/identite/adresse/", views.domicile, name="domicile"),
    path("<uuid:dossier>/famille/responsable/", views.responsable, name="responsable"),
    path("<uuid:dossier>/famille/fratrie/", views.fratrie, name="fratrie"),
    path("<uuid:dossier>/scolarite/annee/", views.scolarite, name="scolarite"),
]
