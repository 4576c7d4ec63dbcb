from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "maillage.config"
    label = "config"

    def ready(self) -> None:
        from maillage.config import verifications  # noqa: F401, PLC0415 - registers the checks
