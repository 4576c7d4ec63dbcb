"""Addresses of syntheses, of letters and of alerts."""

from __future__ import annotations

from django.urls import path

from maillage.syntheses.views import dossier, syntheses

app_name = "syntheses"
UNE = "<uuid:synthese>/"
urlpatterns = [
    path("", dossier.registre, name="registre"),
    path("enfants/<uuid:dossier>/", dossier.dossier, name="dossier"),
    path("enfants/<uuid:dossier>/alertes/", dossier.alertes, name="alertes"),
    path(UNE, syntheses.synthese, name="synthese"),
    path(f"{UNE}pdf/", syntheses.courrier_pdf, name="courrier_pdf"),
    path(f"{UNE}docx/", syntheses.courrier_docx, name="courrier_docx"),
    path(f"{UNE}<slug:volet>/<uuid:partie>/", syntheses.versions, name="versions"),
]
