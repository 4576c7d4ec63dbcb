from __future__ import annotations

from django.apps import AppConfig


class Territoire(AppConfig):
    name = "maillage.territoire"
    label = "territoire"

    def ready(self) -> None:
        from maillage.territoire.imports import adresses_renouvelees  # noqa: PLC0415 - models load first
        from maillage.territoire.placement import apres_des_adresses_neuves  # noqa: PLC0415

        adresses_renouvelees.connect(apres_des_adresses_neuves, dispatch_uid="placement")
