from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class Eligibilite(AppConfig):
    name = "maillage.eligibilite"
    label = "eligibilite"

    def ready(self) -> None:
        from maillage.eligibilite.fraicheur import un_fait_a_change  # noqa: PLC0415 - apps are loaded

        # By name: `parcours` is a room above, and tells nothing more than that something changed.
        for modele in ("enfants.Domicile", "enfants.Scolarite", "parcours.Parcours"):
            post_save.connect(un_fait_a_change, sender=modele, dispatch_uid=f"verdict {modele}")
