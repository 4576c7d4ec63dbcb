from __future__ import annotations

from django.apps import AppConfig


class Plans(AppConfig):
    name = "maillage.plans"
    label = "plans"
