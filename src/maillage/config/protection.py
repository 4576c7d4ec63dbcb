"""`maillage proteger`: make tables of counts safe to publish. From files, without any base; nothing is written but the answer.

Exit codes: 0 done; 1 refused, said why, nothing written; 2 the command is wrongly written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maillage.notions.erreurs import ErreurMetier
from maillage.statistiques.rules.divulgation.demande import Anterieure, Mode
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import Publication, en_json, publier

FAIT, REFUSE = 0, 1


class FichierIllisible(ErreurMetier):
    """The file is absent, or is not JSON."""

    rien_perdu = "Rien n'a été écrit."

    def __init__(self, fichier: Path, pourquoi: str) -> None:
        super().__init__(f"« {fichier} » ne se lit pas : {pourquoi}.")


def analyseur() -> argparse.ArgumentParser:
    """The options, in French."""
    a = argparse.ArgumentParser(
        prog="maillage proteger",
        description="Protéger des tableaux de comptes avant de les publier. Aucune base n'est lue.",
        epilog="Codes de sortie : 0 c'est fait ; 1 la demande est refusée, ou rien ne la protège : rien n'est écrit ; "
        "2 commande mal écrite. Le certificat et l'audit sont pour qui tient les comptes, jamais pour les lecteurs.",
    )
    a.add_argument("demande", type=Path, metavar="DEMANDE.json")
    a.add_argument("--mode", type=Mode, choices=list(Mode), help="arrondi (par défaut) ou secret")
    a.add_argument(
        "--anterieure", nargs=2, type=Path, action="append", default=[], metavar=("DEMANDE", "SORTIE"),
        help="une publication antérieure : sa demande et ce qui est sorti ; peut se répéter",
    )  # fmt: skip
    a.add_argument(
        "--secondes", type=float, default=10.0, help="temps laissé à la recherche (10 par défaut)"
    )
    a.add_argument("--json", required=True, type=Path, metavar="SORTIE.json")
    return a


def lancer(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    options = analyseur().parse_args(list(arguments))
    try:
        demande = lire_demande(_lire(options.demande), options.mode)
        avant = [_anterieure(*paire) for paire in options.anterieure]
        publiee = publier(demande, avant, secondes=options.secondes)
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return REFUSE
    options.json.write_text(
        json.dumps(en_json(publiee), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    _dire(publiee)
    return FAIT


def _anterieure(demande: Path, sortie: Path) -> Anterieure:
    return lire_anterieure(_lire(demande), _lire(sortie))


def _lire(fichier: Path) -> Any:
    try:
        lu = json.loads(fichier.read_text(encoding="utf-8"))
    except OSError as faute:
        raise FichierIllisible(fichier, faute.strerror or "absent") from None
    except ValueError as faute:
        raise FichierIllisible(fichier, f"ce n'est pas du JSON ({faute})") from None
    if not isinstance(lu, dict):
        raise FichierIllisible(fichier, "un objet JSON est attendu")
    return lu


def _dire(publiee: Publication) -> None:
    audit = en_json(publiee)["audit"]
    print(
        f"{audit['cells']} cellules, {audit['primary']} petites, {audit['secondary']} autres tues."
    )
    print(f"Vérifié par {audit['lps']} attaques : aucune petite cellule ne se retrouve.")
    if audit["already_known"]:
        print(
            f"À savoir : {audit['already_known']} petites cellules se retrouvaient déjà"
            " dans ce qui a été publié avant."
        )
