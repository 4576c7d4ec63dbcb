"""The master key: a file outside both databases, which wraps the keys of each programme.

While it turns, the next one waits beside it (`maitresse.cle.nouvelle`) and both open; it then takes its place in one move.
"""

from __future__ import annotations

import hashlib
import logging
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from maillage.chiffrement.enveloppe import Illisible, cle_neuve, ouvrir_octets
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
        fichier.flush()
        os.fsync(fichier.fileno())


def lire() -> bytes:
    """Return the master key of this installation."""
    return _au_chemin(Path(settings.CLE_MAITRESSE))


def attendue() -> Path:
    """Where the next master key waits while the present one is being replaced."""
    chemin = Path(settings.CLE_MAITRESSE)
    return chemin.with_name(f"{chemin.name}.nouvelle")


def lire_attendue() -> bytes:
    """Return the next master key, made when there is none yet."""
    chemin = attendue()
    if chemin.exists() and chemin.stat().st_size != TAILLE:
        chemin.unlink()  # killed while it was written: it has closed nothing yet
    if not chemin.exists():
        creer(chemin)
    return _au_chemin(chemin)


def remplacer() -> None:
    """Put the next master key in the place of the present one, in one move."""
    attendue().replace(Path(settings.CLE_MAITRESSE))


def pour_sceller() -> bytes:
    """The master key that closes what is new: the next one as soon as it waits, so that nothing is left behind."""
    return _presentes()[-1]


def ouvrir(scelle: bytes, lien: bytes) -> bytes:
    """Open what a master key closed: the present one, or the next one while it turns."""
    for _ in range(2):  # a second look, if the file was replaced between two readings
        for cle in _presentes():
            try:
                return ouvrir_octets(cle, scelle, lien)
            except Illisible:
                continue
    raise Illisible


def marque(cle: bytes) -> str:
    """Short digest under which a master key is known; says nothing of the key."""
    return hashlib.sha256(b"maillage cle maitresse|" + cle).hexdigest()[:16]


def _presentes() -> list[bytes]:
    try:
        prochaine = [_au_chemin(attendue())] if attendue().exists() else []
    except CleMaitresseAbsente:
        prochaine = []
    return [lire(), *prochaine]


def _au_chemin(chemin: Path) -> bytes:
    try:
        etat = chemin.stat()
        return _lire(str(chemin), etat.st_mtime_ns, etat.st_ino)
    except OSError:
        raise CleMaitresseAbsente(chemin) from None


@lru_cache(maxsize=4)
def _lire(chemin: str, _ecrite_le: int, _noeud: int) -> bytes:
    cle = Path(chemin).read_bytes()
    if len(cle) != TAILLE:
        raise CleMaitresseAbsente(Path(chemin))
    return cle
