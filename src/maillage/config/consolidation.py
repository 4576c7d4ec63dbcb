"""`maillage consolider DOSSIER`: add up the releases of many programmes. From files, without any base; one answer is written.

Exit codes: 0 done; 1 refused, said why, nothing written; 2 the command is wrongly written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.config.protection import ecrire, lire, refuser_d_ecraser
from maillage.notions.erreurs import ErreurMetier
from maillage.statistiques.rules.divulgation.consolidation import (
    Consolidation,
    Inconsolidable,
    Sortie,
    consolidation_en_json,
    consolider,
    lire_sortie,
)


def analyseur() -> argparse.ArgumentParser:
    """The options, in French."""
    a = argparse.ArgumentParser(
        prog="maillage consolider",
        description="Additionner les publications de plusieurs programmes : un fichier JSON par programme, tel que l'écrivent"
        " « maillage proteger » ou « maillage publication exporter ». Aucun compte vrai n'est lu.",
        epilog="Une case tue par un seul programme est tue dans la somme. « low » et « high » disent entre quoi et quoi est"
        " le vrai nombre. Codes de sortie : 0 c'est fait ; 1 refusé, rien n'est écrit ; 2 commande mal écrite.",
    )
    a.add_argument("dossier", type=Path, metavar="DOSSIER")
    a.add_argument(
        "--sans", action="append", default=[], metavar="DIMENSION",
        help="ne garder que le total de cette dimension (des quartiers propres à chacun, par exemple) ; peut se répéter",
    )  # fmt: skip
    a.add_argument("--id", default=None, help="le nom de la somme (par défaut, celui du dossier)")
    a.add_argument("--json", required=True, type=Path, metavar="SORTIE.json")
    return a


def lancer(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    options = analyseur().parse_args(list(arguments))
    try:
        sorties = _sorties(options.dossier, options.json)
        somme = consolider(options.id or options.dossier.resolve().name, sorties, options.sans)
        refuser_d_ecraser(options.json, somme.id)
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return REFUSE
    if not ecrire(options.json, consolidation_en_json(somme)):
        return REFUSE
    _dire(somme)
    return FAIT


def _sorties(dossier: Path, ecrite: Path) -> list[Sortie]:
    """Every release of the folder, in the order of their names; an answer written there before is not one of them."""
    if not dossier.is_dir():
        raise Inconsolidable(f"« {dossier} » n'est pas un dossier.")
    fichiers = sorted(f for f in dossier.glob("*.json") if f.resolve() != ecrite.resolve())
    if not fichiers:
        raise Inconsolidable(f"« {dossier} » ne contient aucun fichier JSON.")
    return [lire_sortie(f.stem, lire(f)) for f in fichiers]


def _dire(r: Consolidation) -> None:
    audit = consolidation_en_json(r)["audit"]
    print(
        f"{r.programmes} programmes, {audit['cells']} cases additionnées, dont {audit['suppressed']} tues :"
        " au moins un programme n'y montre pas son nombre."
    )
    if audit["imprecise"]:
        print(
            f"{audit['imprecise']} cases ne sont pas sûres à un dixième près (« precise » : non) : lisez leurs bornes,"
            " pas le nombre. Les petites cases de beaucoup de programmes s'arrondissent souvent ensemble vers le bas."
        )
    for table, perdues in sorted(r.ecartees.items()):
        if perdues < 0:
            print(f"Table « {table} » laissée de côté : tous les programmes ne l'ont pas.")
        else:
            print(f"Table « {table} » : {perdues} cases que tous n'ont pas sont laissées de côté.")
