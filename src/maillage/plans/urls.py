"""Addresses of the plan of a child."""

from __future__ import annotations

from django.urls import path

from maillage.plans.views import actions, objectifs, plan

app_name = "plans"
PLAN = "<uuid:dossier>/plan/"
OBJECTIF = f"{PLAN}objectif/<uuid:objectif>/"
urlpatterns = [
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}besoin/", objectifs.besoin, name="besoin"),
    path(f"{PLAN}besoin/<uuid:besoin>/ranger/", objectifs.clore_besoin, name="clore_besoin"),
    path(f"{PLAN}objectif/", objectifs.nouvel_objectif, name="nouvel_objectif"),
    path(OBJECTIF, objectifs.objectif, name="objectif"),
    path(f"{OBJECTIF}issue/", objectifs.clore, name="clore"),
    path(f"{OBJECTIF}etape/", objectifs.etape, name="etape"),
    path(f"{OBJECTIF}etape/<uuid:etape>/faite/", objectifs.etape_faite, name="etape_faite"),
    path(f"{OBJECTIF}regard/", objectifs.regard, name="regard"),
    path(f"{PLAN}action/", actions.nouvelle, name="nouvelle_action"),
    path(f"{PLAN}action/<uuid:action>/", actions.action, name="action"),
    path(f"{PLAN}action/<uuid:action>/suite/<slug:vers>/", actions.suite, name="suite"),
    path(f"{PLAN}presenter/", plan.presenter, name="presenter"),
    path(f"{PLAN}accord/", plan.accord, name="accord"),
    path(f"{PLAN}demarrer/", plan.demarrer, name="demarrer"),
    path(f"{PLAN}versions/<uuid:version>/", plan.version, name="version"),
    path(f"{PLAN}imprimer/<uuid:adulte>/", plan.imprimer, name="imprimer"),
]
