from __future__ import annotations

from django.apps import AppConfig


class Evaluations(AppConfig):
    name = "maillage.evaluations"
    label = "evaluations"
