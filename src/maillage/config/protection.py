"""`maillage proteger`: make tables of counts safe to publish. From files, without any base; nothing is written but the answer.

Exit codes: 0 done; 1 refused, said why, nothing written; 2 the command is wrongly written.
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.notions.erreurs import ErreurMetier
from maillage.statistiques.rules.divulgation.demande import Anterieure, Mode
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import Publication, en_json, publier

EN_FRANCAIS = {
    errno.ENOENT: "son dossier n'existe pas", errno.EISDIR: "c'est un dossier", errno.EACCES: "l'accès est refusé",
    errno.ENOSPC: "le disque est plein", errno.ENOTDIR: "son dossier n'en est pas un",
}  # fmt: skip


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
    a.add_argument(
        "--mode", choices=[m.value for m in Mode], help="arrondi (par défaut) ou secret ; l'emporte sur le fichier"
    )  # fmt: skip
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
        demande = lire_demande(lire(options.demande), Mode(options.mode) if options.mode else None)
        refuser_d_ecraser(options.json, demande.id)
        avant = [_anterieure(*paire) for paire in options.anterieure]
        publiee = publier(demande, avant, secondes=min(max(options.secondes, 0.0), 3600.0))
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return REFUSE
    except (MemoryError, RecursionError):
        print(
            "La demande est trop grande pour cette machine. Rien n'a été publié.", file=sys.stderr
        )
        return REFUSE
    if not ecrire(options.json, en_json(publiee)):
        return REFUSE
    _dire(publiee)
    return FAIT


class DejaEcrit(ErreurMetier):
    """Something else stands where the answer was to be written."""

    rien_perdu = "Rien n'a été écrit."
    a_faire = "Donnez un autre nom à la sortie : ce qui est déjà publié sert à protéger la suite."


def refuser_d_ecraser(fichier: Path, identifiant: str) -> None:
    """An answer may replace the answer to the same demand, and nothing else: what was released before must stay known."""
    if not fichier.exists() or (fichier.is_file() and fichier.stat().st_size == 0):
        return
    try:
        sienne = lire(fichier)
    except FichierIllisible:
        sienne = {}
    if sienne.get("id") != identifiant or "audit" not in sienne:
        raise DejaEcrit(f"« {fichier} » existe déjà et n'est pas la réponse à « {identifiant} ».")


def ecrire(fichier: Path, sortie: Any) -> bool:
    """Write beside, then put in place: a half-written answer never stands."""
    a_cote = fichier.with_name(f".{fichier.name}.partiel")
    try:
        a_cote.write_text(json.dumps(sortie, ensure_ascii=False, indent=1), encoding="utf-8")
        a_cote.replace(fichier)
    except OSError as faute:
        pourquoi = EN_FRANCAIS.get(faute.errno or 0, "le disque ou le dossier le refuse")
        if a_cote.is_file():
            a_cote.unlink()
        print(f"« {fichier} » ne s'écrit pas : {pourquoi}. Rien n'a été écrit.", file=sys.stderr)
        return False
    return True


def _anterieure(demande: Path, sortie: Path) -> Anterieure:
    return lire_anterieure(lire(demande), lire(sortie))


def lire(fichier: Path) -> Any:
    """The object that a JSON file holds; `FichierIllisible` says why there is none."""
    try:
        lu = json.loads(fichier.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FichierIllisible(fichier, "ce fichier n'existe pas") from None
    except OSError as faute:
        raise FichierIllisible(
            fichier, EN_FRANCAIS.get(faute.errno or 0, "il est illisible")
        ) from None
    except (ValueError, RecursionError):
        raise FichierIllisible(fichier, "ce n'est pas du JSON en UTF-8") from None
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
            f"À savoir : {audit['already_known']} petites cellules étaient déjà situées plus étroitement que ce mode ne le"
            " promet, par ce qui a été publié avant. Cette publication n'y ajoute rien."
        )
