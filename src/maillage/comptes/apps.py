from __future__ import annotations

from django.apps import AppConfig


class Comptes(AppConfig):
    name = "maillage.comptes"
    label = "comptes"
