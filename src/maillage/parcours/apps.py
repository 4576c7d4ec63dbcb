from __future__ import annotations

from django.apps import AppConfig


class Parcours(AppConfig):
    name = "maillage.parcours"
    label = "parcours"

    def ready(self) -> None:
        from maillage.dossiers import purge  # noqa: PLC0415 - apps are loaded
        from maillage.parcours.exportation import oublier_les_fichiers  # noqa: PLC0415

        purge.AVANT.append(oublier_les_fichiers)
