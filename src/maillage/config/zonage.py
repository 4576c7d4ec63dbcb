"""`maillage zonage`: the twin of the pages of maps, for whoever holds the machine."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from maillage.comptes import queries as comptes
from maillage.comptes.models import Programme
from maillage.config.commandes import FichierAbsent, ProgrammeInconnu, SansInstallation, jour_tape
from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import zonage
from maillage.territoire.generations import Genre
from maillage.territoire.models import Commune
from maillage.territoire.zonage import NATIONALES, Demande

ZONES_DITES = 8
GRAVITES = {"refus": "REFUSÉ", "attention": "à regarder", "information": "à savoir"}


def lancer(options: argparse.Namespace, *, essai: bool) -> int:
    """Run one act on maps."""
    return importer(options, essai=essai)


def importer(options: argparse.Namespace, *, essai: bool) -> int:
    """Read a file of zones, tell what it holds, and keep it unless it is refused or `--dry-run`."""
    if essai and not options.dry_run:
        raise SansInstallation
    programme = _programme(options.programme)
    try:
        octets = options.fichier.read_bytes()
    except OSError:
        raise FichierAbsent(options.fichier) from None
    demande = _demande(options, programme)
    nom = options.fichier.name
    examen = zonage.examiner(
        octets=octets, fichier=nom, demande=demande, departements=_departements(programme)
    )
    if options.json:
        texte = json.dumps(examen.rapport, ensure_ascii=False, indent=1)
        options.json.write_text(texte, encoding="utf-8")
    _dire(examen.rapport)
    if options.dry_run or examen.refuse:
        print("Rien n'a été écrit.")
        return REFUSE if examen.refuse else FAIT
    zonage.enregistrer(
        examen=examen, fichier=nom, demande=demande, par=None, regle="ligne_de_commande",
        journal=programme and programme.id,
    )  # fmt: skip
    print(f"La carte « {demande.nom} » est enregistrée.")
    return FAIT


def _demande(options: argparse.Namespace, programme: Programme | None) -> Demande:
    code = options.generation
    nom, depuis, jusqu_au = NATIONALES.get(code, (code, None, None))
    depuis = _jour(options.depuis) or depuis
    if depuis is None:
        raise ErreurMetier(
            f"On ne sait pas depuis quel jour « {code} » vaut.",
            rien_perdu="Rien n'a été écrit.",
            a_faire="Ajoutez --depuis AAAA-MM-JJ.",
        )
    return Demande(
        code, options.nom or nom, depuis, _jour(options.jusqu_au) or jusqu_au, Genre(options.genre),
        programme and programme.id, options.source, _jour(options.date_du_fichier), options.terminer,
        options.partielle,
    )  # fmt: skip


def _programme(code: str | None) -> Programme | None:
    if not code:
        return None
    programme = comptes.programme_par_code(code)
    if programme is None:
        raise ProgrammeInconnu(code)
    return programme


def _departements(programme: Programme | None) -> frozenset[str]:
    if programme is None:
        return frozenset()
    rangs = Commune.objects.filter(code__in=programme.communes)
    return frozenset(rangs.values_list("departement", flat=True))


def _jour(texte: str | None) -> date | None:
    return jour_tape(texte) if texte else None


def _dire(rapport: dict[str, Any]) -> None:
    hectares = f"{rapport['hectares']:.1f}".replace(".", ",")
    print(
        f"{rapport['zones']} zones, {rapport['dessinees']} avec un périmètre ({hectares} hectares), "
        f"{rapport['reparees']} contours réparés."
    )
    for c in rapport["constats"]:
        zones = ", ".join(c["zones"][:ZONES_DITES])
        suite = "…" if len(c["zones"]) > ZONES_DITES else ""
        print(f"  {GRAVITES[c['gravite']]} : {c['phrase']}{f' ({zones}{suite})' if zones else ''}")
    if rapport["corrige"] and rapport["corrige"]["identique"]:
        print("C'est le fichier déjà connu pour cette carte.")
