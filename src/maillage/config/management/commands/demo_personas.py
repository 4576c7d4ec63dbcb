"""Print the personas of the demonstration, for whoever starts it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.coquille.demonstration import PERSONNAGES


class Command(BaseCommand):
    help = "Liste les personnages de la démonstration."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for p in PERSONNAGES:
            self.stdout.write(f"  {p.nom}, {p.metier[0].lower()}{p.metier[1:]} : {p.phrase}")
