"""Add the séances of the EPS to a prepared demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.comptes.models import Programme
from maillage.comptes.rules import Mission
from maillage.config.demonstration_eps import preparer
from maillage.config.management.commands.demo_preparer import Command as Demonstration


class Command(BaseCommand):
    help = "Ajoute à la démonstration une séance d'EPS tenue et une séance à venir."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("La démonstration ne se prépare que par « start.py demo ».")
        programme = Programme.objects.get(code=Demonstration.code)
        at = timezone.localdate()
        self.stdout.write("Séances d’EPS…")
        if not preparer(programme, Demonstration().acteur(Mission.COORDINATION), at):
            self.stdout.write("Trop peu de demandes pour une séance d’exemple.")
