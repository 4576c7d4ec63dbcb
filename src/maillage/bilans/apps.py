from __future__ import annotations

from django.apps import AppConfig


class Bilans(AppConfig):
    name = "maillage.bilans"
    label = "bilans"

    def ready(self) -> None:
        from maillage.bilans.depot import resceller  # noqa: PLC0415 - apps are loaded
        from maillage.dossiers import rescellement  # noqa: PLC0415

        rescellement.AILLEURS.append(resceller)
