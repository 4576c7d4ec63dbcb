"""Addresses of the charte, of the matrix of rights, of extracts received."""

from __future__ import annotations

from django.urls import path

from maillage.partage.views import charte, extraits

app_name = "partage"
urlpatterns = [
    path("charte/", charte.charte, name="charte"),
    path("charte/modifier/", charte.modifier, name="charte_modifier"),
    path("charte/signatures/", charte.signatures, name="charte_signatures"),
    path("charte/imprimer/", charte.charte_pdf, name="charte_pdf"),
    path("habilitations/", charte.habilitations, name="habilitations"),
    path("habilitations/imprimer/", charte.habilitations_pdf, name="habilitations_pdf"),
    path("habilitations/refus/", charte.refus, name="habilitations_refus"),
    path("extraits/", extraits.recus, name="extraits"),
]
