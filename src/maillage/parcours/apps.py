from __future__ import annotations

from django.apps import AppConfig


class Parcours(AppConfig):
    name = "maillage.parcours"
    label = "parcours"

    def ready(self) -> None:
        from maillage.dossiers import purge  # noqa: PLC0415 - apps are loaded
        from maillage.parcours.exportation import oublier_les_fichiers  # noqa: PLC0415

        purge.AVANT.append(oublier_les_fichiers)
        from maillage.eligibilite import suivis  # noqa: PLC0415
        from maillage.parcours.queries.suivis import suivis as les_suivis  # noqa: PLC0415

        suivis.FOURNISSEURS.append(les_suivis)
