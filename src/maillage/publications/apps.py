from __future__ import annotations

from django.apps import AppConfig


class Publications(AppConfig):
    name = "maillage.publications"
    label = "publications"

    def ready(self) -> None:
        from maillage.dossiers import rescellement  # noqa: PLC0415 - apps are loaded
        from maillage.publications.depot import resceller  # noqa: PLC0415

        rescellement.AILLEURS.append(resceller)
