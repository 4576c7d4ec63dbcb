from __future__ import annotations

from django.apps import AppConfig


class Dossiers(AppConfig):
    name = "maillage.dossiers"
    label = "dossiers"
