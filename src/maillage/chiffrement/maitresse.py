"""The master key: a file outside both databases, which wraps the key of each programme."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from maillage.chiffrement.enveloppe import cle_neuve
from maillage.notions.erreurs import ErreurMetier

TAILLE = 32
journal = logging.getLogger("maillage.chiffrement")


class CleMaitresseAbsente(ErreurMetier):
    """No master key where the settings say: nothing can be read or written."""

    statut = 503

    def __init__(self, chemin: Path) -> None:
        super().__init__(
            "La clé des dossiers n'est pas disponible : rien ne peut être lu ni écrit.",
            a_faire="Prévenez la personne qui administre Maillage : elle doit remettre la sauvegarde de la clé.",
        )
        journal.error(
            "Clé maîtresse absente ou abîmée : %s.", chemin
        )  # the path is for the log only


def creer(chemin: Path) -> None:
    """Write a new master key, readable by its owner only; never over an existing one."""
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descripteur, "wb") as fichier:
        fichier.write(cle_neuve())


def lire() -> bytes:
    """Return the master key of this installation."""
    return _lire(str(settings.CLE_MAITRESSE))


@lru_cache(maxsize=2)
def _lire(chemin: str) -> bytes:
    fichier = Path(chemin)
    if not fichier.exists():
        raise CleMaitresseAbsente(fichier)
    cle = fichier.read_bytes()
    if len(cle) != TAILLE:
        raise CleMaitresseAbsente(fichier)
    return cle
