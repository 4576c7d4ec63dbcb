from __future__ import annotations

from django.apps import AppConfig


class Eligibilite(AppConfig):
    name = "maillage.eligibilite"
    label = "eligibilite"
