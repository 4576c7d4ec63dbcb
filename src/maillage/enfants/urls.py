"""Addresses of the pages that correct the volets of a child, and of those of its family's agreements."""

from __future__ import annotations

from django.urls import path

from maillage.enfants.views import accords, autorite, convergence, positions, volets

app_name = "enfants"
ACCORD = "<uuid:dossier>/famille/accords/<uuid:demande>/"
urlpatterns = [
    path("<uuid:dossier>/identite/corriger/", volets.identite, name="identite"),
    path("<uuid:dossier>/identite/adresse/", volets.domicile, name="domicile"),
    path("<uuid:dossier>/identite/position/", positions.position, name="position"),
    path("domiciles/", positions.a_verifier, name="positions"),
    path("convergence/", convergence.convergence, name="convergence"),
    path("domiciles/suivi/", positions.suivi, name="suivi_positions"),
    path("<uuid:dossier>/famille/responsable/", volets.responsable, name="responsable"),
    path("<uuid:dossier>/famille/fratrie/", volets.fratrie, name="fratrie"),
    path("<uuid:dossier>/famille/adultes/<uuid:adulte>/", autorite.adulte, name="adulte"),
    path("<uuid:dossier>/famille/accords/demander/", accords.demander, name="demander"),
    path(ACCORD, accords.demande, name="demande"),
    path(f"{ACCORD}imprimer/<uuid:adulte>/", accords.imprimer, name="imprimer_accord"),
    path(f"{ACCORD}formulaire/<uuid:piece>/", accords.piece, name="piece"),
    path("formulaires/", accords.retrouver, name="retrouver"),
    path("<uuid:dossier>/scolarite/annee/", volets.scolarite, name="scolarite"),
]
