from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class Eps(AppConfig):
    name = "maillage.eps"
    label = "eps"

    def ready(self) -> None:
        from maillage.eps import ecoute  # noqa: PLC0415 - apps are loaded

        # What a family says, and who may speak for the child, can take an agreement away.
        for modele in ("accords.ReponseDUnAdulte", "accords.SituationDUnAdulte"):
            post_save.connect(
                ecoute.un_accord_a_change, sender=modele, dispatch_uid=f"eps {modele}"
            )
