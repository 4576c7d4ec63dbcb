"""The journal on the command line: verify, export, anchor, seal, destroy what is old, look for alerts."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from maillage.tracabilite.services.retention import MoisDetruit

FAIT = 0


def verifier(arguments: Sequence[str]) -> int:
    """Run the stand-alone verifier in a process of its own, which cannot import Maillage nor any package."""
    verificateur = str(files("maillage.tracabilite").joinpath("verificateur.py"))
    commande = [sys.executable, "-I", "-S", "-X", "utf8", verificateur, *arguments]
    return subprocess.run(commande, check=False).returncode


def options(sous: Any) -> None:
    """Add the commands of the journal to the parser."""
    journal = sous.add_parser("journal", help="journal des accès : vérifier, exporter, ancrer…")
    actes = journal.add_subparsers(dest="acte", required=True, metavar="ACTE")
    actes.add_parser(
        "verify", help="vérifier un export ou une base SQLite, sans Maillage", add_help=False
    )
    e = actes.add_parser("exporter", help="écrire le journal dans un fichier (JSON, par lignes)")
    e.add_argument("fichier", type=Path, metavar="FICHIER")
    a = actes.add_parser("ancrer", help="signer la fin de chaque chaîne et dire sa phrase")
    a.add_argument("--fichier", type=Path, metavar="FICHIER", help="y ajouter les ancres, à garder")
    actes.add_parser("cle", help="dire la clé publique qui signe les ancres")
    d = actes.add_parser("detruire", help="détruire les événements assez anciens")
    d.add_argument("--avant", required=True, metavar="AAAA-MM", help="premier mois gardé")
    d.add_argument("--dry-run", action="store_true", help="dire ce qui partirait, ne rien détruire")
    actes.add_parser("quotidien", help="à lancer chaque jour : clore, chercher les alertes, ancrer")
    for acte in (e, a, d):
        acte.add_argument("--programme", metavar="P", help="un seul programme (tous sinon)")


def _chaines(options: argparse.Namespace) -> list[UUID]:
    """The chain of the programme that is named, else every chain."""
    from maillage.comptes import queries as comptes  # noqa: PLC0415 - models load after django.setup()
    from maillage.config.commandes import ProgrammeInconnu  # noqa: PLC0415
    from maillage.tracabilite.queries.ancrage import chaines  # noqa: PLC0415

    if not options.programme:
        return chaines()
    programme = comptes.programme_par_code(options.programme)
    if programme is None:
        raise ProgrammeInconnu(options.programme)
    return [programme.id]


def exporter(options: argparse.Namespace) -> int:
    """Write the journal to a file for its owner alone; the export is an event of each chain."""
    from maillage.tracabilite.export import lignes  # noqa: PLC0415
    from maillage.tracabilite.rules.segments import EXPORTER  # noqa: PLC0415
    from maillage.tracabilite.services.retention import noter_du_journal  # noqa: PLC0415

    siennes = _chaines(options)
    for chaine in siennes:
        noter_du_journal(chaine, EXPORTER)
    nombre = 0
    with _fichier_neuf(options.fichier) as sortie:
        for ligne in lignes(siennes):
            nombre += ligne.startswith('{"evenement":')
            sortie.write(ligne)
    print(f"{nombre} événements écrits dans {options.fichier}.")
    return FAIT


def _fichier_neuf(chemin: Path) -> Any:
    from maillage.notions.erreurs import ErreurMetier  # noqa: PLC0415

    try:
        descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ErreurMetier(
            f"Le fichier {chemin} existe déjà : il n'est pas remplacé.",
            rien_perdu="Rien n'a été écrit.",
            a_faire="Donnez un autre nom.",
        ) from None
    except OSError:
        raise ErreurMetier(f"Le fichier {chemin} ne peut pas être écrit.") from None
    return os.fdopen(descripteur, "w", encoding="utf-8", newline="\n")


def ancrer(options: argparse.Namespace) -> int:
    """Anchor each chain; print its phrase, and add the anchors to a file kept elsewhere."""
    from maillage.tracabilite.export import ligne_d_ancre  # noqa: PLC0415
    from maillage.tracabilite.mots import phrase_de  # noqa: PLC0415
    from maillage.tracabilite.services.ancrage import ancrer as poser  # noqa: PLC0415

    posees = [a for chaine in _chaines(options) if (a := poser(chaine))]
    for a in posees:
        print(f"Chaîne {a.chaine}, rang {a.rang} : {phrase_de(a.empreinte)}")
    if options.fichier:
        with options.fichier.open("a", encoding="utf-8", newline="\n") as sortie:
            sortie.writelines(ligne_d_ancre(a) for a in posees)
    return FAIT


def dire_la_cle(_options: argparse.Namespace) -> int:
    """Print the public key: to be noted where the journal is not."""
    from maillage.chiffrement.signature import cle_publique  # noqa: PLC0415

    print(cle_publique())
    return FAIT


def detruire(options: argparse.Namespace) -> int:
    """Destroy the events of the months before the one that is given; the chains still hold."""
    from maillage.tracabilite.services import retention  # noqa: PLC0415

    for chaine in _chaines(options):
        mois = retention.detruire(chaine, avant=options.avant, essai=options.dry_run)
        _dire_la_destruction(chaine, mois, essai=options.dry_run)
    return FAIT


def _dire_la_destruction(chaine: UUID, mois: list[MoisDetruit], *, essai: bool) -> None:
    suite = "seraient détruits" if essai else "détruits"
    total = sum(m.evenements for m in mois)
    print(f"Chaîne {chaine} : {total} événements de {len(mois)} mois {suite}.")
    for m in mois:
        print(f"  {m.mois} : {m.evenements}")


def chaque_jour(_options: argparse.Namespace) -> int:
    """Seal the months that are over, look for alerts, anchor, judge eligibility on this day, give lost steps to somebody: daily."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from maillage.comptes.models import Programme  # noqa: PLC0415
    from maillage.eligibilite.fraicheur import revoir_tout  # noqa: PLC0415
    from maillage.partage.journal import veiller_le_programme  # noqa: PLC0415
    from maillage.passations.services.reprises import reprendre_partout  # noqa: PLC0415
    from maillage.tracabilite.queries.ancrage import chaines  # noqa: PLC0415
    from maillage.tracabilite.services.ancrage import ancrer as poser  # noqa: PLC0415
    from maillage.tracabilite.services.retention import clore  # noqa: PLC0415

    siennes = chaines()
    clos = sum(clore(chaine) for chaine in siennes)
    vues = sum(
        veiller_le_programme(programme, at=timezone.localdate(), toutes_les=timedelta(0))
        for programme in Programme.objects.values_list("id", flat=True)
    )
    ancres = sum(poser(chaine) is not None for chaine in siennes)
    # a map, a set of rules, a derogation begins or ends today, and nobody writes anything that day
    revus = revoir_tout()
    reprises = reprendre_partout(at=timezone.localdate())
    print(
        f"{clos} mois clos, {vues} accès à regarder, {ancres} chaînes ancrées, "
        f"éligibilité à revoir dans {revus} programmes, {reprises} étapes reprises."
    )
    return FAIT


ACTES: dict[str, Callable[[argparse.Namespace], int]] = {
    "exporter": exporter,
    "ancrer": ancrer,
    "cle": dire_la_cle,
    "detruire": detruire,
    "quotidien": chaque_jour,
}


def lancer(options: argparse.Namespace) -> int:
    """Run one act on the journal."""
    return ACTES[options.acte](options)
