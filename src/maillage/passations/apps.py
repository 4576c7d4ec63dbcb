from __future__ import annotations

from django.apps import AppConfig


class Passations(AppConfig):
    name = "maillage.passations"
    label = "passations"
