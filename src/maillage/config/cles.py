"""`maillage cles tourner`: replacing keys while the team works."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from maillage.chiffrement import rotation
from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.dossiers import rescellement
from maillage.notions.erreurs import ErreurMetier


def tourner(options: argparse.Namespace) -> int:
    """Turn the master key, or the keys of volets; without option, go on with what is under way."""
    if options.maitresse:
        faites = rotation.tourner_maitresse(progres("clés remballées"))
        print(f"Nouvelle clé maîtresse en place, {faites} clés de volets remballées.")
        print("Refaites les deux copies hors ligne, et détruisez les anciennes dans 35 jours.")
        return FAIT
    maintenant = timezone.now()
    if options.dossier:
        choisis = rotation.couples_du_dossier(_identifiant(options.dossier))
        if not choisis:
            raise ErreurMetier("Aucune clé n'existe pour ce dossier.")
    elif options.plus_vieilles_que is not None:
        age = timedelta(days=options.plus_vieilles_que)
        choisis = rotation.couples_plus_vieux_que(maintenant - age)
    else:
        choisis = []
    neuves = rotation.tourner_volets(choisis, maintenant)
    bilan = rescellement.poursuivre(
        rotation.couples_en_cours(), progres("volets rescellés"), maintenant=maintenant
    )
    print(f"{neuves} clés faites, {bilan.valeurs} valeurs rescellées.")
    print(f"{bilan.detruites} anciennes clés détruites, {bilan.en_attente} volets en attente.")
    if bilan.en_attente:
        print("Relancez « maillage cles tourner » dans une heure pour détruire les dernières.")
    if bilan.illisibles:
        print(
            f"{bilan.illisibles} valeurs ne s'ouvrent pas : leur ancienne clé est gardée.",
            file=sys.stderr,
        )
        return REFUSE
    return FAIT


def progres(quoi: str) -> Callable[[int, int], None]:
    """Tell how far a long work is, on one line of the terminal."""

    def dire(fait: int, total: int) -> None:
        if sys.stderr.isatty():
            fin = "\n" if fait == total else ""
            print(f"\r{fait} / {total} {quoi}", end=fin, file=sys.stderr, flush=True)

    return dire


def _identifiant(texte: str) -> UUID:
    try:
        return UUID(texte)
    except ValueError:
        raise ErreurMetier(f"« {texte} » n'est pas un identifiant de dossier.") from None
