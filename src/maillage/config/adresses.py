"""`maillage adresses`: the twin of the page of files of addresses, for whoever holds the machine."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from maillage.config.commandes import FichierAbsent, SansInstallation, jour_tape
from maillage.config.ligne_de_commande import FAIT
from maillage.territoire import ban, imports, placement
from maillage.territoire.models import ChargementDAdresses
from maillage.tracabilite import services as tracabilite

PAS = 10  # percents between two words of progress


class _Avancement:
    """Progress, once every tenth of the file."""

    def __init__(self) -> None:
        self.dit = 0

    def __call__(self, fait: int, total: int) -> None:
        part = 100 * fait // max(total, 1)
        if part >= self.dit + PAS:
            self.dit = part - part % PAS
            print(f"  {self.dit} % lu")


def lancer(options: argparse.Namespace, *, essai: bool) -> int:
    """Run one act on files of addresses."""
    return importer(options, essai=essai)


def importer(options: argparse.Namespace, *, essai: bool) -> int:
    """Read a file of the BAN and put it in service in one move; `--dry-run` reads it whole and changes nothing."""
    if essai and not options.dry_run:
        raise SansInstallation
    if not options.fichier.is_file():
        raise FichierAbsent(options.fichier)
    au = jour_tape(options.au)
    if options.dry_run:
        with tempfile.TemporaryDirectory(prefix="maillage-") as dossier:
            rapport = _rapport(
                ban.charger(options.fichier, Path(dossier), au=au, avancer=_Avancement())
            )
        _raconter(options, rapport)
        print("Rien n'a été écrit.")
        return FAIT
    source = ban.charger(options.fichier, Path(settings.BAN), au=au, avancer=_Avancement())
    tracabilite.noter(
        tracabilite.Fait(
            acte="tenir_les_adresses", acteur=None, programme=None, regle="ligne_de_commande",
            objet=f"adresses {source.departement}", nombre=source.adresses,
        )
    )  # fmt: skip
    ecoles = placement.situer_les_ecoles()
    imports.adresses_renouvelees.send(sender=ChargementDAdresses, source=source)
    rapport = _rapport(source) | {
        "ecoles_situees": ecoles.situees,
        "ecoles_a_placer": ecoles.a_placer,
    }
    _raconter(options, rapport)
    print(ecoles.phrase)
    print("Le fichier est en service. Les domiciles des enfants vont être situés de nouveau.")
    return FAIT


def _rapport(source: ban.SourceDAdresses) -> dict[str, Any]:
    return {
        "departement": source.departement, "au": source.date_du_fichier.isoformat(),
        "adresses": source.adresses, "voies": source.voies, "rejets": source.rejets,
        "empreinte": source.empreinte,
    }  # fmt: skip


def _raconter(options: argparse.Namespace, rapport: dict[str, Any]) -> None:
    if options.json:
        texte = json.dumps(rapport, ensure_ascii=False, indent=1)
        options.json.write_text(texte, encoding="utf-8")
    print(
        f"Département {rapport['departement']}, fichier du {rapport['au']} : {rapport['adresses']} adresses, "
        f"{rapport['voies']} voies, {rapport['rejets']} lignes refusées."
    )
