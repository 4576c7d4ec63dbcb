"""`territoire_charger`: load the shipped reference data, or an official file."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import ban, placement, reseaux, services
from maillage.territoire.enregistrements import Rejet
from maillage.territoire.services import Rapport

DATES: dict[str, Callable[..., Rapport]] = {
    "annuaire": services.charger_annuaire,
    "zone-ep": services.charger_zone_ep,
}
SANS_DATE: dict[str, Callable[..., Rapport]] = {
    "communes": services.charger_communes,
    "vacances": services.charger_vacances,
    "jours-feries": services.charger_jours_feries,
    "effectifs": services.charger_effectifs,
}
RESEAUX = "reseaux"
REJETS_MONTRES = 20


class Command(BaseCommand):
    help = "Charge les données de référence livrées, ou un fichier officiel (CSV)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "fichier",
            nargs="?",
            type=Path,
            help="fichier CSV\u00a0; sans lui\u00a0: les données livrées",
        )
        parser.add_argument(
            "--format", choices=[*DATES, *SANS_DATE, RESEAUX], help="ce que le fichier contient"
        )
        parser.add_argument(
            "--au",
            type=date.fromisoformat,
            help="jour du fichier, AAAA-MM-JJ (annuaire, zone-ep, reseaux)",
        )
        parser.add_argument(
            "--source", default="", help="nom court de la source (annuaire, zone-ep, reseaux)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            for fichier, rapport in self.charger(**options).items():
                self.raconter(fichier, rapport)
            if options["format"] in DATES and ban.en_service(Path(settings.BAN)):
                self.stdout.write(placement.situer_les_ecoles().phrase)
        except ErreurMetier as refus:
            raise CommandError(str(refus)) from refus

    def charger(self, *, fichier: Path | None, **options: Any) -> dict[str, Rapport]:
        if fichier is None:
            return dict(services.charger_donnees_livrees())
        genre, au = options["format"], options["au"]
        if genre is None:
            raise CommandError("Dites ce que le fichier contient avec --format.")
        try:
            octets = fichier.read_bytes()
        except OSError as panne:
            raise CommandError(f"Le fichier {fichier.name} ne peut pas être lu.") from panne
        if genre in SANS_DATE:
            return {fichier.name: SANS_DATE[genre](octets=octets)}
        if au is None:
            raise CommandError("Dites de quel jour est le fichier avec --au AAAA-MM-JJ.")
        source = options["source"] or f"{genre}_{au:%Y_%m}"
        if genre == RESEAUX:
            self.raconter_reseaux(reseaux.charger_reseaux(octets=octets, source=source, au=au))
            return {}
        return {fichier.name: DATES[genre](octets=octets, source=source, au=au)}

    def raconter_reseaux(self, rapport: reseaux.Rapport) -> None:
        self.stdout.write(
            f"{rapport.reseaux} réseaux lus, {rapport.changes} changés,"
            f" {len(rapport.rejets)} lignes refusées"
        )
        self.raconter_rejets(rapport.rejets)
        if rapport.inconnus:
            self.stdout.write(f"  UAI inconnus, laissés\u00a0: {', '.join(rapport.inconnus)}")

    def raconter_rejets(self, rejets: tuple[Rejet, ...]) -> None:
        for rejet in rejets[:REJETS_MONTRES]:
            lieu = f"ligne {rejet.ligne}\u00a0: " if rejet.ligne else ""
            self.stdout.write(f"  {lieu}{rejet.raison}")

    def raconter(self, fichier: str, rapport: Rapport) -> None:
        self.stdout.write(
            f"{fichier}\u00a0: {rapport.ajoutes} ajoutés, {rapport.modifies} modifiés,"
            f" {rapport.inchanges} inchangés, {len(rapport.rejets)} lignes refusées"
        )
        self.raconter_rejets(rapport.rejets)
        if rapport.sans_commune:
            self.stdout.write(
                f"  établissements dont la commune reste à dire\u00a0: {rapport.sans_commune}"
            )
        if rapport.a_verifier:
            self.stdout.write(f"  à vérifier\u00a0: {', '.join(rapport.a_verifier)}")
