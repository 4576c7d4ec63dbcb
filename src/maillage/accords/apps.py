from __future__ import annotations

from django.apps import AppConfig


class Accords(AppConfig):
    name = "maillage.accords"
    label = "accords"
