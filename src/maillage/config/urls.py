"""Addresses of the house: one prefix per room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("maillage.coquille.urls")),
    path("compte/", include("allauth.urls")),
    # the page of a child gathers several rooms; its address names the child's room
    path("enfants/", include(("maillage.parcours.urls", "parcours"), namespace="enfants")),
    path("chiffres/", include("maillage.statistiques.urls")),
    path("reprise/", include("maillage.reprise.urls")),
]
handler400 = "maillage.coquille.erreurs.demande_incomprise"
handler403 = "maillage.coquille.erreurs.page_fermee"
handler404 = "maillage.coquille.erreurs.page_introuvable"
handler500 = "maillage.coquille.erreurs.panne"
