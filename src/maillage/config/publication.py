"""`maillage publication`: write a release in the JSON shape of the engine, or check every signature of the store."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from maillage.chiffrement.signature import cle_connue
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.publications.export import en_json
from maillage.publications.models import Preparation
from maillage.publications.queries import lecture
from maillage.publications.rules.parutions import Seing

FAIT, REFUSE = 0, 1


class PublicationInconnue(ErreurMetier):
    """No release bears this number."""

    rien_perdu = "Rien n'a été écrit."

    def __init__(self, numero: int) -> None:
        super().__init__(f"Aucune publication ne porte le numéro {numero}.")


def lancer(options: argparse.Namespace) -> int:
    """Run one act on releases."""
    return _verifier() if options.acte == "verifier" else _exporter(options.numero, options.json)


def _exporter(numero: int, fichier: Path) -> int:
    try:
        lue = lecture.toutes(numero, cle_attendue=cle_connue())
    except Introuvable:
        raise PublicationInconnue(numero) from None
    connu = Preparation.objects.filter(numero=numero).values_list("resultat", flat=True).first()
    contenu = {
        **en_json(lue, lue.tables),
        "certificate": connu["certificat"] if connu else None,
        "audit": connu["audit"] if connu else None,
    }
    try:
        fichier.write_text(json.dumps(contenu, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError:
        raise ErreurMetier(f"Le fichier {fichier} ne peut pas être écrit.") from None
    print(f"{len(lue.tables)} tableaux écrits dans {fichier}. {lue.seing.libelle}")
    return FAIT if lue.seing is Seing.INTACTE else REFUSE


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
