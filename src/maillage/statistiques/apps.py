from __future__ import annotations

from django.apps import AppConfig


class Statistiques(AppConfig):
    name = "maillage.statistiques"
    label = "statistiques"
