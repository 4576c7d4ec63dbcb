"""Addresses of the EPS. None holds a name."""

from __future__ import annotations

from django.urls import path

from maillage.eps.views import conduite, documents, seances

app_name = "eps"
SEANCE = "<uuid:seance>/"
urlpatterns = [
    path("", seances.calendrier, name="calendrier"),
    path("nouvelle/", seances.nouvelle, name="nouvelle"),
    path("presences/", documents.presences, name="presences"),
    path(SEANCE, seances.seance, name="seance"),
    path(f"{SEANCE}modifier/", seances.modifier, name="modifier"),
    path(f"{SEANCE}situations/<uuid:situation>/", seances.situation, name="situation"),
    path(f"{SEANCE}ecran/<int:place>/", conduite.ecran, name="ecran"),
    path(f"{SEANCE}clore/", conduite.clore, name="clore"),
    path(f"{SEANCE}releve/", documents.releve, name="releve"),
    path(f"{SEANCE}releve/pdf/", documents.releve_pdf, name="releve_pdf"),
    path(f"{SEANCE}part/pdf/", documents.part_pdf, name="part_pdf"),
    path(f"{SEANCE}calendrier/", documents.ics, name="ics"),
    path(f"{SEANCE}convocations/<uuid:membre>/", documents.convocation, name="convocation"),
]
