"""Addresses of the bilans."""

from __future__ import annotations

from django.urls import path

from maillage.bilans.views import enquete, rapports, rep

app_name = "bilans"
urlpatterns = [
    path("enquete/", enquete.enquete, name="enquete"),
    path("enquete/tableur/", enquete.enquete_xlsx, name="enquete_xlsx"),
    path("enquete/<int:rentree>/envoi/", enquete.envoyer, name="envoyer"),
    path("enquete/<int:rentree>/table/", enquete.enquete_table, name="enquete_table"),
    path("enquete/<int:rentree>/<slug:rubrique>/", enquete.ecrire, name="ecrire"),
    path("rapports/", rapports.liste, name="rapports"),
    path("rapports/commencer/", rapports.commencer, name="commencer"),
    path("rapports/<uuid:rapport>/", rapports.rapport, name="rapport"),
    path("rapports/<uuid:rapport>/approuver/", rapports.approuver, name="approuver"),
    path("rapports/<uuid:rapport>/ecrire/<slug:rubrique>/", rapports.commenter, name="commenter"),
    path("rapports/<uuid:rapport>/documents/<slug:nature>/", rapports.document, name="document"),
    path("rep/", rep.liste, name="reseaux"),
    path("rep/<int:reseau>/", rep.tableau, name="tableau"),
    path("rep/<int:reseau>/saisir/", rep.saisir, name="saisir"),
    path("rep/<int:reseau>/importer/", rep.importer, name="importer"),
    path("rep/<int:reseau>/modele/", rep.modele_csv, name="modele_csv"),
    path("rep/<int:reseau>/lecteurs/", rep.lecteurs, name="lecteurs"),
]
