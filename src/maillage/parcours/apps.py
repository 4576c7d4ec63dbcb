from __future__ import annotations

from django.apps import AppConfig


class Parcours(AppConfig):
    name = "maillage.parcours"
    label = "parcours"
