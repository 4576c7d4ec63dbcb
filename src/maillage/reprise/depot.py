"""Uploaded files, sealed on disk for the time of their import, then deleted. They never enter the database."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau, detruire, trousseau
from maillage.notions.erreurs import ErreurMetier

COMPARTIMENT = "depot"


class FichierRetire(ErreurMetier):
    """The file of this deposit is no longer there: its import ended, or it was dropped."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier de cette reprise n'est plus là.",
            a_faire="Déposez-le de nouveau : ce qui est déjà importé ne sera pas créé deux fois.",
        )


def place(reprise_id: UUID, quoi: str) -> Place:
    """Where a sealed value of a deposit belongs."""
    return Place(f"reprise_{quoi}", reprise_id, reprise_id, COMPARTIMENT)


def cles(programme_id: UUID, reprise_id: UUID) -> Trousseau:
    """The key of a deposit."""
    return trousseau(programme_id, [reprise_id], [COMPARTIMENT])


def _chemin(reprise_id: UUID) -> Path:
    return Path(settings.DEPOTS) / f"{reprise_id}.scelle"


def deposer(programme_id: UUID, reprise_id: UUID, octets: bytes) -> None:
    """Seal a file on disk."""
    chemin = _chemin(reprise_id)
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    texte = octets.decode("latin-1")  # bytes as they are, in the JSON of a sealed value
    chemin.write_bytes(cles(programme_id, reprise_id).sceller(texte, place(reprise_id, "fichier")))


def lire(programme_id: UUID, reprise_id: UUID) -> bytes:
    """Open a deposited file."""
    chemin = _chemin(reprise_id)
    if not chemin.exists():
        raise FichierRetire
    scelle = chemin.read_bytes()
    texte: str = cles(programme_id, reprise_id).ouvrir(scelle, place(reprise_id, "fichier"))
    return texte.encode("latin-1")


def poids(reprise_id: UUID) -> int:
    """Bytes of a deposited file as it is kept; 0 when it is no longer there."""
    chemin = _chemin(reprise_id)
    return chemin.stat().st_size if chemin.exists() else 0


def retirer(reprise_id: UUID) -> None:
    """Delete a deposited file. Its absence is not an error."""
    _chemin(reprise_id).unlink(missing_ok=True)


def oublier(reprise_id: UUID) -> None:
    """Delete the file and shred the key: nothing of the deposit can be read any more."""
    retirer(reprise_id)
    detruire(reprise_id)
