from __future__ import annotations

from django.apps import AppConfig


class Territoire(AppConfig):
    name = "maillage.territoire"
    label = "territoire"
