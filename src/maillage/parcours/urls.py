"""Addresses of the pages of children."""

from __future__ import annotations

from django.urls import path

from maillage.parcours.views import acces, cercle, charge, exports, notes, sortie, vie
from maillage.parcours.views import fiche as views

app_name = "parcours"
urlpatterns = [
    path("", views.liste, name="liste"),
    # the journal
    path("note/", notes.note_rapide, name="note_rapide"),
    path("note/enfants/", notes.proposer, name="note_enfants"),
    path("modeles/", notes.modeles, name="modeles"),
    path("modeles/<int:modele>/retirer/", notes.retirer_modele, name="retirer_modele"),
    path("charge/", charge.charge, name="charge"),
    path("charge/habituelle/", charge.dire_la_charge, name="dire_la_charge"),
    path("<uuid:dossier>/fil/", views.filtrer, name="filtrer"),
    path("<uuid:dossier>/synthese/", notes.synthese, name="synthese"),
    path("<uuid:dossier>/<slug:volet>/notes/<uuid:note>/", notes.corriger, name="corriger_note"),
    path("<uuid:dossier>/<slug:volet>/pieces/<uuid:piece>/", notes.piece, name="piece"),
    path("<uuid:dossier>/", views.fiche, name="fiche"),
    path("<uuid:dossier>/note/", views.ecrire_note, name="note"),
    path("<uuid:dossier>/brouillon/", views.garder_brouillon, name="brouillon"),
    path("<uuid:dossier>/referent/", views.designer, name="designer"),
    path("<uuid:dossier>/parcours/passer/<slug:passage>/", vie.passer, name="passer"),
    path(
        "<uuid:dossier>/parcours/passages/<uuid:passage_id>/annuler/",
        vie.annuler_le_passage,
        name="annuler_le_passage",
    ),
    path("<uuid:dossier>/parcours/rectifier/", vie.rectifier, name="rectifier"),
    path("<uuid:dossier>/parcours/sortie/", sortie.sortie, name="sortie"),
    path("<uuid:dossier>/parcours/sortie/relais/<uuid:relais>/", sortie.relais, name="relais"),
    path(
        "<uuid:dossier>/parcours/sortie/courrier/",
        sortie.courrier,
        name="courrier_de_sortie_aux_parents",
    ),
    path(
        "<uuid:dossier>/parcours/sortie/courrier/<uuid:adulte>/",
        sortie.courrier,
        name="courrier_de_sortie",
    ),
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
