"""Add an approved release, and its report, to a prepared demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.comptes.models import Programme
from maillage.comptes.rules import Mission
from maillage.config.demonstration_bilan import approuver_l_exemple
from maillage.config.demonstration_plans import mener_l_annee
from maillage.config.demonstration_publication import publier_l_exemple
from maillage.config.demonstration_seances import tenir_l_annee
from maillage.config.management.commands.demo_preparer import Command as Demonstration


class Command(BaseCommand):
    help = "Ajoute à la démonstration une publication de chiffres approuvée et son rapport annuel."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("La démonstration ne se prépare que par « start.py demo ».")
        at = timezone.localdate()
        acteur = Demonstration().acteur(Mission.COORDINATION)
        self.stdout.write("Actions et séances de l’année passée…")
        programme = Programme.objects.get(code=Demonstration.code)
        mener_l_annee(programme, acteur, at)
        tenir_l_annee(programme, acteur, at)
        self.stdout.write("Chiffres publiés…")
        numero = publier_l_exemple(acteur, at)
        if numero is None:
            self.stdout.write("Trop peu d’enfants pour une publication d’exemple.")
            return
        self.stdout.write("Rapport annuel…")
        approuver_l_exemple(acteur, numero, at)
