from __future__ import annotations

from django.apps import AppConfig


class Comptes(AppConfig):
    name = "maillage.comptes"
    label = "comptes"

    def ready(self) -> None:
        from maillage.chiffrement import rotation  # noqa: PLC0415 - apps are loaded
        from maillage.comptes import sessions  # noqa: F401, PLC0415 - listens to sign-ins
        from maillage.comptes.adaptateur import resceller_les_seconds_facteurs  # noqa: PLC0415

        rotation.SUIVEURS.append(resceller_les_seconds_facteurs)
