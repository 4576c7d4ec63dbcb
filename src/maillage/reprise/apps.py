from __future__ import annotations

from django.apps import AppConfig


class Reprise(AppConfig):
    name = "maillage.reprise"
    label = "reprise"

    def ready(self) -> None:
        from maillage.dossiers import purge  # noqa: PLC0415 - apps are loaded
        from maillage.dossiers import rescellement as rows  # noqa: PLC0415
        from maillage.reprise.rescellement import oublier_les_refus, resceller  # noqa: PLC0415

        rows.AILLEURS.append(resceller)
        purge.AVANT.append(oublier_les_refus)
