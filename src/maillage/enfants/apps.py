from __future__ import annotations

from django.apps import AppConfig


class Enfants(AppConfig):
    name = "maillage.enfants"
    label = "enfants"

    def ready(self) -> None:
        from maillage.enfants.queries.proches import proches as portent_le_nom  # noqa: PLC0415
        from maillage.enfants.tasks import apres_des_adresses_neuves  # noqa: PLC0415 - models load first
        from maillage.partage import proches  # noqa: PLC0415
        from maillage.territoire.imports import adresses_renouvelees  # noqa: PLC0415

        adresses_renouvelees.connect(apres_des_adresses_neuves, dispatch_uid="reperage")
        proches.FOURNISSEURS.append(portent_le_nom)
