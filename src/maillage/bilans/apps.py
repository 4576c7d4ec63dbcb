from __future__ import annotations

from django.apps import AppConfig


class Bilans(AppConfig):
    name = "maillage.bilans"
    label = "bilans"
