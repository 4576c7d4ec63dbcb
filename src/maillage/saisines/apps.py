from __future__ import annotations

from django.apps import AppConfig


class Saisines(AppConfig):
    name = "maillage.saisines"
    label = "saisines"

    def ready(self) -> None:
        from maillage.dossiers import purge  # noqa: PLC0415 - apps are loaded
        from maillage.dossiers import rescellement as rows  # noqa: PLC0415
        from maillage.saisines.depot import oublier, resceller  # noqa: PLC0415

        rows.AILLEURS.append(resceller)
        purge.AVANT.append(oublier)
