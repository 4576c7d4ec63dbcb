"""Addresses of the pages of children."""

from __future__ import annotations

from django.urls import path

from maillage.parcours import acces, views

app_name = "parcours"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("<uuid:dossier>/", views.fiche, name="fiche"),
    path("<uuid:dossier>/note/", views.ecrire_note, name="note"),
    path("<uuid:dossier>/brouillon/", views.garder_brouillon, name="brouillon"),
    path("<uuid:dossier>/referent/", views.designer, name="designer"),
    path("<uuid:dossier>/parcours/etape/", views.changer_etape, name="changer_etape"),
    path("<uuid:dossier>/etape/", views.planifier, name="planifier"),
    path("<uuid:dossier>/etape/<uuid:tache>/faite/", views.terminer, name="terminer"),
    path("<uuid:dossier>/acces/", acces.acces, name="acces"),
    path("<uuid:dossier>/acces/pdf/", acces.acces_pdf, name="acces_pdf"),
    path("<uuid:dossier>/<slug:volet>/", views.fiche, name="volet"),
]
