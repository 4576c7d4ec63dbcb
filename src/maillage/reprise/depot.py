"""Uploaded files, sealed on disk for the time of their import, then deleted with their key. They never enter the database.

The file has its key (`depot`); what is told of the import has another (`suivi`), which lives longer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from maillage.chiffrement.enveloppe import Place, sans_version
from maillage.chiffrement.services import Trousseau, detruire, trousseau
from maillage.notions.erreurs import ErreurMetier

FICHIER, SUIVI = "depot", "suivi"  # compartments, each with its key


class FichierRetire(ErreurMetier):
    """The file of this deposit is no longer there: its import ended, or it was dropped."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier de cette reprise n'est plus là.",
            a_faire="Déposez-le de nouveau : ce qui est déjà importé ne sera pas créé deux fois.",
        )


def place_du_fichier(reprise_id: UUID) -> Place:
    """Where the sealed file of a deposit belongs."""
    return Place("reprise_fichier", reprise_id, reprise_id, FICHIER)


def sceller_suivi(programme_id: UUID, reprise_id: UUID, contenu: dict[str, Any]) -> bytes:
    """Close what is told of a deposit."""
    place = Place("reprise_suivi", reprise_id, reprise_id, SUIVI)
    return cles(programme_id, reprise_id).sceller(contenu, place)


def ouvrir_suivi(programme_id: UUID, reprise_id: UUID, scelle: bytes) -> dict[str, Any]:
    """Open what is told of a deposit, closed with the key of the file in the first versions."""
    compartiment = FICHIER if sans_version(scelle) else SUIVI
    place = Place("reprise_suivi", reprise_id, reprise_id, compartiment)
    contenu: dict[str, Any] = cles(programme_id, reprise_id).ouvrir(scelle, place)
    return contenu


def cles(programme_id: UUID, reprise_id: UUID) -> Trousseau:
    """The keys of a deposit."""
    return trousseau(programme_id, [reprise_id], [FICHIER, SUIVI])


def _chemin(reprise_id: UUID) -> Path:
    return Path(settings.DEPOTS) / f"{reprise_id}.scelle"


def deposer(programme_id: UUID, reprise_id: UUID, octets: bytes) -> None:
    """Seal a file on disk."""
    chemin = _chemin(reprise_id)
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    texte = octets.decode("latin-1")  # bytes as they are, in the JSON of a sealed value
    scelle = cles(programme_id, reprise_id).sceller(texte, place_du_fichier(reprise_id))
    chemin.write_bytes(scelle)


def lire(programme_id: UUID, reprise_id: UUID) -> bytes:
    """Open a deposited file."""
    chemin = _chemin(reprise_id)
    if not chemin.exists():
        raise FichierRetire
    scelle = chemin.read_bytes()
    texte: str = cles(programme_id, reprise_id).ouvrir(scelle, place_du_fichier(reprise_id))
    return texte.encode("latin-1")


def poids(reprise_id: UUID) -> int:
    """Bytes of a deposited file as it is kept; 0 when it is no longer there."""
    chemin = _chemin(reprise_id)
    return chemin.stat().st_size if chemin.exists() else 0


def retirer(reprise_id: UUID) -> None:
    """Delete a deposited file and shred its key: a copy of the disk does not open it. Its absence is not an error."""
    _chemin(reprise_id).unlink(missing_ok=True)
    detruire(reprise_id, FICHIER)


def oublier(reprise_id: UUID) -> None:
    """Delete the file and shred both keys: nothing of the deposit can be read any more."""
    retirer(reprise_id)
    detruire(reprise_id)


def resceller_fichier(reprise_id: UUID, cles_du_depot: Trousseau) -> int:
    """Close a deposited file again with the last key of its compartment, in one move."""
    chemin = _chemin(reprise_id)
    if not chemin.exists():
        return 0
    scelle, place = chemin.read_bytes(), place_du_fichier(reprise_id)
    if not cles_du_depot.a_resceller(scelle, reprise_id, FICHIER):
        return 0
    neuf = chemin.with_suffix(".neuf")
    neuf.write_bytes(cles_du_depot.sceller(cles_du_depot.ouvrir(scelle, place), place))
    neuf.replace(chemin)
    return 1
