"""Addresses of the policy's own pages."""

from __future__ import annotations

from django.urls import path

from maillage.partage.views import journal

app_name = "partage"
urlpatterns = [
    path("journal/", journal.alertes, name="journal"),
    path("journal/ancrer/", journal.ancrer, name="ancrer"),
    path("journal/alertes/<uuid:alerte>/", journal.examiner, name="examiner"),
]
