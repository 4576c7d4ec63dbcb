from __future__ import annotations

from django.apps import AppConfig


class Reprise(AppConfig):
    name = "maillage.reprise"
    label = "reprise"
