"""`maillage zonage simuler`: what a new map or new rules would change. From files, without any base; nothing is written but the report.

Exit codes: 0 done, the report says which rows and cells wait; 1 a file is refused, said why, nothing written;
2 the command is wrongly written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from maillage.eligibilite.rules.cartes import lire_carte
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.fichiers import SituationsLues, lire_ecoles, lire_situations
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.rapport import avertir, comptes, lignes
from maillage.eligibilite.rules.simulation import Cas, Simulation, simuler
from maillage.eligibilite.rules.tableaux import decoder
from maillage.eligibilite.rules.toml_lu import lire_regles
from maillage.notions.erreurs import ErreurMetier

FAIT, REFUSE = 0, 1
DE_FICHIERS = ("situations", "ecoles", "avant", "apres")
MONTRES = 20


def analyseur() -> argparse.ArgumentParser:
    """The options, in French."""
    a = argparse.ArgumentParser(
        prog="maillage zonage simuler",
        description="Dire qui garde, perd ou gagne l'éligibilité quand la carte ou les règles changent. Rien n'est modifié.",
        epilog="Codes de sortie : 0 c'est fait, le rapport dit les lignes et les cases à vérifier ; "
        "1 un fichier ou le programme est refusé, rien n'est écrit ; 2 commande mal écrite.",
    )
    a.add_argument("--programme", metavar="P", help="code du programme (sinon : des fichiers)")
    a.add_argument("--situations", type=Path, metavar="S.csv")
    a.add_argument("--ecoles", type=Path, metavar="E.csv")
    a.add_argument(
        "--avant",
        required=True,
        metavar="A",
        help="génération, ou carte A.geojson avec --situations",
    )
    a.add_argument(
        "--apres",
        required=True,
        metavar="B",
        help="génération, ou carte B.geojson avec --situations",
    )
    a.add_argument("--regles", required=True, type=Path, metavar="R.toml")
    a.add_argument(
        "--bascule", type=_jour, metavar="AAAA-MM-JJ", help="premier jour de la nouvelle carte"
    )
    a.add_argument("--json", required=True, type=Path, metavar="SORTIE.json")
    return a


def _jour(texte: str) -> date:
    try:
        return date.fromisoformat(texte.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une date AAAA-MM-JJ") from None


def lire_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the options; files or a programme, never both."""
    a = analyseur()
    options = a.parse_args(list(arguments))
    if options.programme and (options.situations or options.ecoles):
        a.error("--programme et --situations ne vont pas ensemble.")
    if not options.programme and not (options.situations and options.ecoles):
        a.error("il faut --programme, ou --situations et --ecoles.")
    return options


def lancer(options: argparse.Namespace) -> int:
    """Simulate from files and return the exit code: no base, no setting."""
    try:
        simulation, rapport = de_fichiers(options)
        ecrire(options.json, rapport)
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return REFUSE
    raconter(simulation, rapport)
    return FAIT


def de_fichiers(options: argparse.Namespace) -> tuple[Simulation, dict[str, Any]]:
    """Read every file, then simulate."""
    regles = lire_regles(decoder(lire_octets(options.regles)))
    lues = lire_situations(lire_octets(options.situations), options.situations.name)
    ecoles = lire_ecoles(lire_octets(options.ecoles), options.ecoles.name)
    cartes = [
        lire_carte(lire_octets(Path(c)), Path(c).stem) for c in (options.avant, options.apres)
    ]
    avant, apres = (Cadre(regles, c.fond, ecoles.ecoles, (), options.bascule) for c in cartes)
    simulation = simuler(Lot.de(lues.situations, regles.score_minimum), avant, apres)
    dits = [*lues.avertissements, *ecoles.avertissements]
    dits += dict.fromkeys(d for c in cartes for d in c.avertissements)
    return simulation, rapporter(simulation, lues, dits)


def rapporter(simulation: Simulation, lues: SituationsLues, dits: list[str]) -> dict[str, Any]:
    """The whole report."""
    return {
        **comptes(simulation),
        "situations": lignes(simulation),
        "lignes_refusees": [
            {"ligne": r.ligne, "id": r.id, "raison": r.raison} for r in lues.refusees
        ],
        "avertissements": [*dits, *avertir(simulation)],
    }


def lire_octets(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError:
        raise ErreurMetier(
            f"Le fichier « {chemin} » n'existe pas ou ne peut pas être lu.",
            rien_perdu="Rien n'a été écrit.",
        ) from None


def ecrire(chemin: Path, rapport: dict[str, Any]) -> None:
    """Write the report, whole or not at all."""
    provisoire = chemin.with_name(f".{chemin.name}.partiel")
    try:
        provisoire.write_text(json.dumps(rapport, ensure_ascii=False), encoding="utf-8")
        provisoire.replace(chemin)
    except OSError:
        raise ErreurMetier(f"Le fichier « {chemin} » ne peut pas être écrit.") from None


def raconter(simulation: Simulation, rapport: dict[str, Any]) -> None:
    """Say it in the terminal: counts only, no child."""
    for cas in Cas:
        print(f"{cas.libelle} : {rapport[cas.value]}")
    a_verifier = sum(bool(s.fautes) for s in simulation.lot.situations)
    if a_verifier or rapport["lignes_refusees"]:
        print(
            f"{len(rapport['lignes_refusees'])} lignes refusées, {a_verifier} lignes à vérifier : voir le rapport."
        )
    for dit in rapport["avertissements"][:MONTRES]:
        print(f"Attention : {dit}")
