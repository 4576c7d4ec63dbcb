from __future__ import annotations

from django.apps import AppConfig


class Evaluations(AppConfig):
    name = "maillage.evaluations"
    label = "evaluations"

    def ready(self) -> None:
        from maillage.evaluations.queries.campagnes import a_evaluer  # noqa: PLC0415 - apps are loaded
        from maillage.parcours.queries import charge  # noqa: PLC0415

        charge.A_EVALUER.append(a_evaluer)
