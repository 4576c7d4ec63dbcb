"""The command line of the product. Exit codes: 0 done (the report says which rows wait), 1 refused (said why), 2 wrong usage.

`maillage reprise FICHIER --programme P [--modele M] [--dry-run] [--json RAPPORT]` imports a tracker;
`maillage zonage importer FICHIER --generation G [--depuis AAAA-MM-JJ] [--dry-run] [--json RAPPORT]` reads a file of zones and keeps it
as a map, with the same exit codes;
`maillage adresses importer FICHIER --au AAAA-MM-JJ [--dry-run] [--json RAPPORT]` puts a file of addresses in service, with the same codes;
`maillage journal verify FICHIER` verifies a journal without loading Maillage (its own exit codes: 0 holds, 1 broken, 2 usage,
3 unreadable); `maillage journal` exports, anchors and destroys; `maillage cles creer` makes the master key of a new installation,
`maillage cles tourner` replaces keys; `maillage programme` and `maillage compte` open the first
programme and its coordinator; `maillage mission` serves the coordinator who is alone. Each leaves its event.
`maillage zonage simuler` tells what a new map or new rules would change, from files or on a programme (its own exit codes).
`maillage proteger DEMANDE.json --json SORTIE.json` protects tables of counts before they are published, from files alone.
`maillage consolider DOSSIER --json SORTIE.json` adds up the releases of many programmes, from files alone.
`maillage murs` puts up, checks or takes down the second wall of PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from maillage.config import journal, simulation

FAIT, REFUSE = 0, 1


def analyseur() -> argparse.ArgumentParser:
    """The commands and their options, in French."""
    a = argparse.ArgumentParser(prog="maillage", description="Maillage en ligne de commande.")
    sous = a.add_subparsers(dest="commande", required=True, metavar="COMMANDE")
    r = sous.add_parser(
        "reprise",
        help="reprendre un tableau de suivi",
        epilog="Codes de sortie : 0 c'est fait, le rapport dit les lignes refusées ou à confirmer ; "
        "1 le fichier ou le programme est refusé, rien n'est écrit ; 2 commande mal écrite.",
    )
    r.add_argument("fichier", type=Path, metavar="FICHIER", help="xlsx, xls, ods ou csv")
    r.add_argument("--programme", required=True, metavar="P", help="code du programme")
    r.add_argument("--modele", metavar="M", help="nom d'un modèle de colonnes, ou fichier JSON")
    r.add_argument("--dry-run", action="store_true", help="tout lire et tout dire, ne rien écrire")
    r.add_argument("--json", type=Path, metavar="RAPPORT", help="écrire le rapport dans ce fichier")
    _zonage(sous)
    _adresses(sous)
    _cles(sous)
    _versement(sous)
    s = sous.add_parser("sauvegarde", help="après une restauration : rien de purgé ne revient")
    s.add_argument(
        "acte",
        choices=["verifier", "rejouer"],
        help="verifier : dire si un dossier purgé est revenu ; rejouer : le purger de nouveau",
    )
    sous.add_parser("proteger", help="protéger des tableaux de comptes avant de les publier")
    sous.add_parser("consolider", help="additionner les publications de plusieurs programmes")
    _comptes(sous)
    journal.options(sous)
    _publication(sous)
    return a


def _publication(sous: Any) -> None:
    p = sous.add_parser("publication", help="chiffres publiés : exporter, vérifier les signatures")
    actes = p.add_subparsers(dest="acte", required=True, metavar="ACTE")
    e = actes.add_parser(
        "exporter",
        help="écrire une publication, avec son certificat et son audit",
        epilog="Même forme que « maillage proteger ». Le certificat et l'audit sont pour qui tient les comptes.",
    )
    e.add_argument("numero", type=int, metavar="N")
    e.add_argument("--json", required=True, type=Path, metavar="FICHIER")
    e.add_argument(
        "--demande", type=Path, metavar="FICHIER",
        help="écrire aussi la demande, sans les comptes : « maillage proteger --anterieure » relit les deux",
    )  # fmt: skip
    actes.add_parser(
        "verifier",
        help="relire la signature de toutes les publications (code 1 si l'une ne tient pas)",
    )


def _zonage(sous: Any) -> None:
    z = sous.add_parser("zonage", help="cartes de la géographie prioritaire")
    actes = z.add_subparsers(dest="acte", required=True, metavar="ACTE")
    i = actes.add_parser(
        "importer",
        help="lire un fichier de zones, dire ce qu'il contient, puis l'enregistrer",
        epilog="Codes de sortie : 0 c'est fait, le rapport dit ce qui est à regarder ; "
        "1 le fichier ou ses dates sont refusés, rien n'est écrit ; 2 commande mal écrite.",
    )
    i.add_argument("fichier", type=Path, metavar="FICHIER", help="GeoJSON en degrés, ou liste CSV")
    i.add_argument(
        "--generation", required=True, metavar="G", help="zus, qpv_2015, qpv_2024, ou un autre code"
    )
    i.add_argument("--depuis", metavar="AAAA-MM-JJ", help="premier jour où la carte vaut")
    i.add_argument("--jusqu-au", metavar="AAAA-MM-JJ", help="dernier jour où la carte vaut")
    i.add_argument("--nom", metavar="NOM", help="nom de la carte")
    i.add_argument("--source", default="", metavar="S", help="qui publie le fichier")
    i.add_argument("--date-du-fichier", metavar="AAAA-MM-JJ", help="date que la source lui donne")
    i.add_argument("--programme", metavar="P", help="carte locale de ce programme")
    i.add_argument(
        "--genre",
        choices=["prioritaire", "poche", "commune"],
        default="prioritaire",
        help="prioritaire par défaut",
    )
    i.add_argument("--terminer", action="store_true", help="terminer la carte précédente la veille")
    i.add_argument(
        "--partielle",
        action="store_true",
        help="il manque des zones : personne n'est dit hors zone",
    )
    i.add_argument("--dry-run", action="store_true", help="tout lire et tout dire, ne rien écrire")
    i.add_argument("--json", type=Path, metavar="RAPPORT", help="écrire le rapport dans ce fichier")


def _adresses(sous: Any) -> None:
    z = sous.add_parser("adresses", help="fichiers d'adresses (Base adresse nationale)")
    actes = z.add_subparsers(dest="acte", required=True, metavar="ACTE")
    i = actes.add_parser(
        "importer",
        help="lire le fichier d'un département et le mettre en service",
        epilog="Codes de sortie : 0 c'est fait ; 1 le fichier est refusé, rien ne change ; "
        "2 commande mal écrite.",
    )
    i.add_argument("fichier", type=Path, metavar="FICHIER", help="CSV de la BAN, compressé ou non")
    i.add_argument("--au", required=True, metavar="AAAA-MM-JJ", help="jour du fichier")
    i.add_argument("--dry-run", action="store_true", help="tout lire et tout dire, ne rien écrire")
    i.add_argument("--json", type=Path, metavar="RAPPORT", help="écrire le rapport dans ce fichier")


def _comptes(sous: Any) -> None:
    p = sous.add_parser("programme", help="ouvrir un programme")
    p.add_argument("code", metavar="CODE", help="code court, par exemple saint-denis")
    p.add_argument("nom", metavar="NOM")
    p.add_argument("--communes", nargs="*", default=[], metavar="INSEE", help="codes des communes")
    p.add_argument("--zone", default="C", choices=["A", "B", "C"], help="zone de vacances")
    u = sous.add_parser("compte", help="ouvrir un compte et lui confier une mission")
    u.add_argument("email", metavar="ADRESSE")
    u.add_argument("nom", metavar="NOM")
    u.add_argument("--programme", required=True, metavar="P")
    u.add_argument(
        "--mission", required=True, metavar="M", help="coordination, reference_de_parcours…"
    )
    u.add_argument("--jusqu-au", metavar="AAAA-MM-JJ", help="fin du compte (un an par défaut)")
    w = sous.add_parser("murs", help="seconde barrière, dans PostgreSQL (voir docs/exploitation)")
    w.add_argument("acte", choices=["poser", "verifier", "retirer"])
    w.add_argument(
        "--role", metavar="ROLE", help="poser : le rôle sous lequel l'application se connecte"
    )
    m = sous.add_parser("mission", help="confier une mission que personne ne peut confirmer")
    m.add_argument("email", metavar="ADRESSE")
    m.add_argument("--programme", required=True, metavar="P")
    m.add_argument("--mission", required=True, metavar="M")
    m.add_argument("--jusqu-au", metavar="AAAA-MM-JJ", help="nouvelle fin du compte")
    n = sous.add_parser("passe", help="donner un nouveau mot de passe à un compte")
    n.add_argument("email", metavar="ADRESSE")


def _cles(sous: Any) -> None:
    c = sous.add_parser("cles", help="clés de l'installation")
    actes = c.add_subparsers(dest="acte", required=True, metavar="ACTE")
    actes.add_parser("creer", help="faire la clé maîtresse d'une nouvelle installation")
    t = actes.add_parser(
        "tourner",
        help="remplacer des clés pendant que l'équipe travaille ; interrompu, se relance",
        description="Sans option : poursuit ce qui est en cours.",
    )
    quoi = t.add_mutually_exclusive_group()
    quoi.add_argument("--maitresse", action="store_true", help="la clé maîtresse")
    quoi.add_argument("--dossier", metavar="ID", help="les clés des volets d'un dossier")
    quoi.add_argument(
        "--plus-vieilles-que", type=int, metavar="JOURS", help="les clés de volets de cet âge"
    )


def _versement(sous: Any) -> None:
    v = sous.add_parser("versement", help="verser une liste aux archives publiques, chiffrée")
    v.add_argument("quoi", metavar="LISTE", help="identifiant de la liste, ou fichier à ouvrir")
    v.add_argument("--vers", required=True, type=Path, metavar="FICHIER", help="fichier à écrire")
    v.add_argument(
        "--ouvrir",
        action="store_true",
        help="ouvrir un fichier de versement ; la phrase est lue sur l'entrée",
    )


def lancer(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if list(arguments[:2]) == ["journal", "verify"]:
        return journal.verifier(arguments[2:])
    if list(arguments[:2]) == ["zonage", "simuler"]:
        return _simuler(arguments[2:])
    if list(arguments[:1]) == ["proteger"]:
        return _proteger(arguments[1:])
    if list(arguments[:1]) == ["consolider"]:
        return _consolider(arguments[1:])
    options = analyseur().parse_args(list(arguments))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.production")
    with tempfile.TemporaryDirectory(prefix="maillage-") as dossier:
        essai = os.environ.get("MAILLAGE_SCRATCH") == "1"
        if essai:
            _base_d_essai(Path(dossier))
        django.setup()
        return _executer(options, essai=essai)


def _proteger(arguments: Sequence[str]) -> int:
    """From files: neither base nor settings. The solver is loaded for this command only."""
    from maillage.config import protection  # noqa: PLC0415

    return protection.lancer(arguments)


def _consolider(arguments: Sequence[str]) -> int:
    """From files too."""
    from maillage.config import consolidation  # noqa: PLC0415

    return consolidation.lancer(arguments)


def _simuler(arguments: Sequence[str]) -> int:
    """From files, neither base nor settings; on a programme, those of the installation."""
    options = simulation.lire_options(arguments)
    if not options.programme:
        return simulation.lancer(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.production")
    django.setup()
    from maillage.config import simulation_de_programme  # noqa: PLC0415 - models load after django.setup()

    return simulation_de_programme.lancer(options, essai=os.environ.get("MAILLAGE_SCRATCH") == "1")


def _base_d_essai(dossier: Path) -> None:
    """Point every store at a folder that disappears with the command."""
    os.environ["MAILLAGE_DATA"] = str(dossier)
    os.environ["DATABASE_URL"] = f"sqlite:///{dossier}/base.sqlite3"
    os.environ["CLES_DATABASE_URL"] = f"sqlite:///{dossier}/cles.sqlite3"
    os.environ["PUBLICATIONS_DATABASE_URL"] = f"sqlite:///{dossier}/publications.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings.demo"
    os.environ["MAILLAGE_DEMO"] = "1"


def _executer(options: argparse.Namespace, *, essai: bool) -> int:
    from maillage.config import adresses, commandes, ouverture, zonage  # noqa: PLC0415 - models load after django.setup()
    from maillage.notions.erreurs import ErreurMetier  # noqa: PLC0415

    try:
        if essai:
            commandes.preparer_l_essai(options.programme if options.commande == "reprise" else "")
        if options.commande == "reprise":
            return commandes.reprise(options, essai=essai)
        if options.commande == "zonage":
            return zonage.lancer(options, essai=essai)
        if options.commande == "adresses":
            return adresses.lancer(options, essai=essai)
        with ouverture.au_titre_de(options):
            if options.commande == "journal":
                return journal.lancer(options)
            return ouverture.COMMANDES[options.commande](options)
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return REFUSE
