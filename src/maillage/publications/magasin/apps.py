from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class Magasin(AppConfig):
    name = "maillage.publications.magasin"
    label = "magasin"

    def ready(self) -> None:
        from maillage.publications.routeur import preparer_le_schema  # noqa: PLC0415 - apps are loaded

        pre_migrate.connect(preparer_le_schema, sender=self, dispatch_uid="schéma du magasin")
