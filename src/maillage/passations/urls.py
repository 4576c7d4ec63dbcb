"""Addresses of hand-overs."""

from __future__ import annotations

from django.urls import path

from maillage.passations.views import preparation, suivi

app_name = "passations"
urlpatterns = [
    path("", suivi.liste, name="liste"),
    path("ouvrir/", preparation.ouvrir, name="ouvrir"),
    path("reprendre/", suivi.reprendre, name="reprendre"),
    path("<uuid:passation>/", preparation.preparer, name="preparer"),
    path("<uuid:passation>/jours/", preparation.jours, name="jours"),
    path("<uuid:passation>/abandonner/", preparation.abandonner, name="abandonner"),
    path("<uuid:passation>/faite/", suivi.faite, name="faite"),
    path("<uuid:passation>/courriers/", suivi.courriers, name="courriers"),
    path("<uuid:passation>/notes/", suivi.notes, name="notes"),
    path("<uuid:passation>/notes/<uuid:dossier>/", suivi.note, name="note"),
]
