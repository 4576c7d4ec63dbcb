"""Addresses of exit campaigns."""

from __future__ import annotations

from django.urls import path

from maillage.eligibilite.views import campagne, sortie

urlpatterns = [
    path("sorties/", campagne.liste, name="campagnes"),
    path("sorties/ouvrir/", campagne.ouvrir, name="ouvrir_campagne"),
    path("sorties/les-miennes/", sortie.les_miennes, name="mes_sorties"),
    path("sorties/les-miennes/courriers/", sortie.mes_courriers, name="mes_courriers"),
    path("sorties/enfants/<uuid:dossier>/", sortie.sortie, name="sortie"),
    path("sorties/enfants/<uuid:dossier>/courrier/", sortie.courrier, name="courrier_parents"),
    path(
        "sorties/enfants/<uuid:dossier>/courrier/<uuid:adulte>/", sortie.courrier, name="courrier"
    ),
    path("sorties/<uuid:campagne>/", campagne.campagne, name="campagne"),
    path("sorties/<uuid:campagne>/enfants/", campagne.enfants, name="campagne_enfants"),
    path("sorties/<uuid:campagne>/calendrier/", campagne.reproposer, name="campagne_calendrier"),
    path(
        "sorties/<uuid:campagne>/courriers/<uuid:poste>/",
        campagne.courriers,
        name="campagne_courriers",
    ),
    path("sorties/<uuid:campagne>/<slug:vers>/", campagne.changer_d_etat, name="campagne_etat"),
]
