"""`maillage publication`: write a release in the JSON shape of the engine, or check every signature of the store."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from maillage.chiffrement.signature import cle_connue
from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.publications.export import demande_json, en_json
from maillage.publications.models import Preparation
from maillage.publications.queries import lecture
from maillage.publications.rules.parutions import Seing


class PublicationInconnue(ErreurMetier):
    """No release bears this number."""

    rien_perdu = "Rien n'a été écrit."

    def __init__(self, numero: int) -> None:
        super().__init__(f"Aucune publication ne porte le numéro {numero}.")


def lancer(options: argparse.Namespace) -> int:
    """Run one act on releases."""
    return _verifier() if options.acte == "verifier" else _exporter(options)


def _exporter(options: argparse.Namespace) -> int:
    try:
        lue = lecture.toutes(options.numero, cle_attendue=cle_connue())
    except Introuvable:
        raise PublicationInconnue(options.numero) from None
    connu = (
        Preparation.objects.filter(numero=options.numero).values_list("resultat", flat=True).first()
    )
    contenu = {
        **en_json(lue, lue.tables),
        "certificate": connu["certificat"] if connu else None,
        "audit": connu["audit"] if connu else None,
    }
    _ecrire(options.json, contenu)
    if options.demande:
        _ecrire(options.demande, demande_json(lue, lue.tables))
    print(f"{len(lue.tables)} tableaux écrits dans {options.json}. {lue.seing.libelle}")
    return FAIT if lue.seing is Seing.INTACTE else REFUSE


def _ecrire(fichier: Path, contenu: dict[str, Any]) -> None:
    """Write beside, then put in place: a half-written file never stands."""
    a_cote = fichier.with_name(f".{fichier.name}.partiel")
    try:
        a_cote.write_text(json.dumps(contenu, ensure_ascii=False, indent=1), encoding="utf-8")
        a_cote.replace(fichier)
    except OSError:
        raise ErreurMetier(f"Le fichier {fichier} ne peut pas être écrit.") from None


def _verifier() -> int:
    cle, fausses = cle_connue(), 0
    for numero, seing in lecture.seings(cle):
        if seing is not Seing.INTACTE:
            fausses += 1
            print(f"Publication {numero} : {seing.libelle}", file=sys.stderr)
    if fausses:
        return REFUSE
    print("Toutes les publications portent une signature juste.")
    return FAIT
