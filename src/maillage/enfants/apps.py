from __future__ import annotations

from django.apps import AppConfig


class Enfants(AppConfig):
    name = "maillage.enfants"
    label = "enfants"
