from __future__ import annotations

from django.apps import AppConfig


class Tracabilite(AppConfig):
    name = "maillage.tracabilite"
    label = "tracabilite"
