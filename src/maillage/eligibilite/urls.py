"""Addresses of eligibility."""

from __future__ import annotations

from maillage.eligibilite import urls_campagne

app_name = "eligibilite"
urlpatterns = [*urls_campagne.urlpatterns]
