"""Addresses of the pages of retention and elimination."""

from __future__ import annotations

from django.urls import path

from maillage.parcours import views_bordereaux as listes
from maillage.parcours import views_conservation as views

app_name = "conservation"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("archiver/", views.archiver, name="archiver"),
    path("durees/", views.regler, name="regler"),
    path("listes/", listes.listes, name="listes"),
    path("listes/preparer/", listes.preparer, name="preparer"),
    path("listes/<uuid:liste>/", listes.liste, name="liste"),
    path("listes/<uuid:liste>/avancement/", listes.avancement, name="avancement"),
    path("listes/<uuid:liste>/visa/", listes.viser, name="viser"),
    path("listes/<uuid:liste>/abandonner/", listes.abandonner, name="abandonner"),
    path("listes/<uuid:liste>/valider/", listes.valider, name="valider"),
    path("listes/<uuid:liste>/reprendre/", listes.reprendre, name="reprendre"),
    path("<uuid:dossier>/", views.dossier, name="dossier"),
    path("<uuid:dossier>/geler/", views.geler, name="geler"),
    path("<uuid:dossier>/gel/<uuid:gel>/lever/", views.lever, name="lever"),
    path("<uuid:dossier>/contact/", views.dire_contact, name="contact"),
    path("<uuid:dossier>/supprimer/", views.supprimer, name="supprimer"),
    path("<uuid:dossier>/archive/", views.archive, name="archive"),
    path("<uuid:dossier>/archiver/", views.archiver_un, name="archiver_un"),
    path("<uuid:dossier>/reactiver/", views.reactiver, name="reactiver"),
]
