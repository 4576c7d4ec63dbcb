from __future__ import annotations

from django.apps import AppConfig


class Syntheses(AppConfig):
    name = "maillage.syntheses"
    label = "syntheses"
