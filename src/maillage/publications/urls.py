"""Addresses of publications."""

from __future__ import annotations

from django.urls import path

from maillage.publications.views import lecture, preparations

app_name = "publications"
urlpatterns = [
    path("", lecture.liste, name="liste"),
    path("<int:parution>/", lecture.publication, name="publication"),
    path("<int:parution>/tableur/", lecture.en_tableur, name="tableur"),
    path("<int:parution>/json/", lecture.en_json, name="json"),
    path("<int:parution>/documents/<uuid:document>/", lecture.document, name="document"),
    path("preparer/", preparations.liste, name="preparations"),
    path("preparer/reglage/", preparations.regler, name="regler"),
    path("preparer/nouvelle/", preparations.nouvelle, name="nouvelle"),
    path("preparer/<uuid:preparation>/", preparations.preparation, name="preparation"),
    path("preparer/<uuid:preparation>/avancement/", preparations.avancement, name="avancement"),
    path("preparer/<uuid:preparation>/arreter/", preparations.arreter, name="arreter"),
    path("preparer/<uuid:preparation>/relancer/", preparations.relancer, name="relancer"),
    path("preparer/<uuid:preparation>/abandonner/", preparations.abandonner, name="abandonner"),
    path("preparer/<uuid:preparation>/approuver/", preparations.approuver, name="approuver"),
    path("preparer/<uuid:preparation>/retirer/", preparations.retirer, name="retirer"),
]
