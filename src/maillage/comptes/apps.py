from __future__ import annotations

from django.apps import AppConfig


class Comptes(AppConfig):
    name = "maillage.comptes"
    label = "comptes"

    def ready(self) -> None:
        from maillage.comptes import sessions  # noqa: F401, PLC0415 - listens to sign-ins
