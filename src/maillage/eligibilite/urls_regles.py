"""Addresses of rules, verdicts and scenarios."""

from __future__ import annotations

from django.urls import path

from maillage.eligibilite.views import regles, scenarios, verdicts

REGLES, SCENARIO, ENFANT = (
    "regles/<uuid:regles>/",
    "scenarios/<uuid:scenario>/",
    "enfants/<uuid:dossier>/",
)
urlpatterns = [
    path("regles/", regles.regles, name="regles"),
    path("regles/ouvrir/", regles.ouvrir, name="ouvrir_brouillon"),
    path(REGLES, regles.brouillon, name="brouillon"),
    path(f"{REGLES}apercu/", regles.apercevoir, name="apercu"),
    path(f"{REGLES}vigueur/", regles.vigueur, name="vigueur"),
    path(f"{REGLES}abandonner/", regles.abandonner, name="abandonner_brouillon"),
    path(f"{REGLES}<int:rang>/<slug:geste>/", regles.geste, name="geste"),
    path("a-examiner/", verdicts.a_examiner, name="a_examiner"),
    path("a-examiner/revoir/", regles.revoir, name="revoir"),
    path(ENFANT, verdicts.enfant, name="enfant"),
    path(f"{ENFANT}derogation/", verdicts.deroger, name="deroger"),
    path(f"{ENFANT}derogation/<uuid:derogation>/finir/", verdicts.finir, name="finir_derogation"),
    path("scenarios/", scenarios.liste, name="scenarios"),
    path("scenarios/nouveau/", scenarios.nouveau, name="nouveau_scenario"),
    path(SCENARIO, scenarios.scenario, name="scenario"),
    path(f"{SCENARIO}avancement/", scenarios.avancement, name="avancement"),
    path(f"{SCENARIO}arreter/", scenarios.arreter, name="arreter_scenario"),
    path(f"{SCENARIO}decider/", scenarios.decider, name="decider_scenario"),
    path(f"{SCENARIO}enfants/", scenarios.enfants, name="concernes"),
    path(f"{SCENARIO}carte/", scenarios.carte, name="scenario_carte"),
    path(f"{SCENARIO}tableur/", scenarios.tableur, name="scenario_xlsx"),
    path(f"{SCENARIO}json/", scenarios.en_json, name="scenario_json"),
]
