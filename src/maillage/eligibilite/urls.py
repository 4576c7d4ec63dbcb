"""Addresses of eligibility."""

from __future__ import annotations

from maillage.eligibilite import urls_campagne, urls_regles

app_name = "eligibilite"
urlpatterns = [*urls_regles.urlpatterns, *urls_campagne.urlpatterns]
