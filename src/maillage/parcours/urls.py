"""Addresses of the pages of children."""

from __future__ import annotations

from django.urls import path

from maillage.parcours.views import acces, cercle, exports
from maillage.parcours.views import fiche as views

app_name = "parcours"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("<uuid:dossier>/", views.fiche, name="fiche"),
    path("<uuid:dossier>/note/", views.ecrire_note, name="note"),
    path("<uuid:dossier>/brouillon/", views.garder_brouillon, name="brouillon"),
    path("<uuid:dossier>/referent/", views.designer, name="designer"),
    path("<uuid:dossier>/etape/", views.planifier, name="planifier"),
    path("<uuid:dossier>/etape/<uuid:tache>/faite/", views.terminer, name="terminer"),
    path("<uuid:dossier>/acces/", acces.acces, name="acces"),
    path("<uuid:dossier>/acces/pdf/", acces.acces_pdf, name="acces_pdf"),
    path("listes/", exports.exports, name="exports"),
    path("listes/<uuid:export>/", exports.fichier, name="export_fichier"),
    path("urgences/", cercle.liste_des_urgences, name="urgences"),
    path("urgences/<uuid:urgence_id>/examiner/", cercle.examiner, name="examiner"),
    path("<uuid:dossier>/cercle/", cercle.cercle, name="cercle"),
    path("<uuid:dossier>/extrait/", cercle.extraire, name="extraire"),
    path("<uuid:dossier>/extrait/<uuid:ouverture>/retirer/", cercle.retirer, name="retirer"),
    path("<uuid:dossier>/urgence/<slug:volet>/", cercle.urgence, name="urgence"),
    path("<uuid:dossier>/<slug:volet>/", views.fiche, name="volet"),
]
