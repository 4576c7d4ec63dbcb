"""`maillage sauvegarde`: after a restore, what was purged does not come back (property P-61)."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone

from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.dossiers import purge
from maillage.publications.queries import registre


def sauvegarde(options: argparse.Namespace) -> int:
    """Tell whether purged dossiers are there again, or purge them again."""
    if options.acte == "verifier":
        return _verifier()
    rejeu = purge.rejouer(le=timezone.localdate(), maintenant=timezone.now())
    print(
        f"{rejeu.tombes} dossiers purgés connus, dont {rejeu.du_fichier} par le seul fichier ; "
        f"{rejeu.revenus} étaient revenus et sont de nouveau purgés."
    )
    if rejeu.sceaux_faux:
        print(
            f"{rejeu.sceaux_faux} lignes du fichier ont un sceau faux : elles n'ont pas été suivies.",
            file=sys.stderr,
        )
        return REFUSE
    return FAIT


def _verifier() -> int:
    connus, revenus = purge.verifier()
    print(f"{connus} dossiers purgés connus, {revenus} encore lisibles ou revenus.")
    if revenus:
        print("Lancez « maillage sauvegarde rejouer » avant de rouvrir le service.")
    return REFUSE if _publications_perdues() or revenus else FAIT


def _publications_perdues() -> bool:
    """What came out constrains all that will: the store and the register must tell the same releases."""
    sans_comptes, sans_texte = registre.ecarts()
    for numeros, ou in (
        (sans_comptes, "leurs comptes manquent aux données"),
        (sans_texte, "leur texte manque au magasin des publications"),
    ):
        if numeros:
            dits = ", ".join(map(str, numeros))
            print(f"Publications {dits} : {ou}. Remettez les deux sauvegardes du même jour.")
    return bool(sans_comptes or sans_texte)
