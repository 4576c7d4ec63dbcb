from __future__ import annotations

from django.apps import AppConfig


class Partage(AppConfig):
    name = "maillage.partage"
    label = "partage"
