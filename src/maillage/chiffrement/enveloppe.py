"""Sealing of one value: AES-256-GCM, bound to the place where it belongs.

Raw bytes (keys) are closed as `1 (1 byte) | nonce (12) | ciphertext and tag`. A value of a record is closed as
`2 (1) | generation of its key (2) | nonce (12) | ciphertext and tag`. The place (table, row, dossier, volet, version of
the row) is authenticated but not stored: a ciphertext moved elsewhere, or an older one put back in its own row, does not
open (property P-62). Values closed before the version was bound begin with 1; only the keys of that time open them.
"""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from maillage.notions.erreurs import ErreurMetier

SANS_VERSION, AVEC_VERSION = b"\x01", b"\x02"  # first byte of what is sealed
NONCE, SCEAU, GENERATION = 12, 16, 2  # bytes
_lire = json.JSONDecoder().decode
Cle = bytes | AESGCM  # a key, or the cipher made of it once when it opens many values


class Illisible(ErreurMetier):
    """The sealed value was altered, moved, or its key was destroyed."""

    statut = 500

    def __init__(self) -> None:
        super().__init__(
            "Une donnée protégée n'a pas pu être ouverte.",
            rien_perdu="Rien n'a été modifié.",
            a_faire="Prévenez la personne qui administre Maillage : la clé ou la donnée a été altérée.",
        )


class Place(NamedTuple):
    """Where a sealed value belongs, and the version of its row. Opening it anywhere else fails.

    Numbers are objects, or the text of them (8-4-4-4-12): both are bound alike.
    """

    table: str
    ligne: UUID | str
    dossier: UUID | str
    volet: str
    version: int = 0  # 0 for what is never written twice

    def octets(self) -> bytes:
        return f"{self.table}|{self.ligne}|{self.dossier}|{self.volet}|{self.version}".encode()

    def octets_sans_version(self) -> bytes:
        """The place as it was bound before the version was."""
        return f"{self.table}|{self.ligne}|{self.dossier}|{self.volet}".encode()


def cle_neuve() -> bytes:
    """Return 256 fresh random bits."""
    return AESGCM.generate_key(bit_length=256)


def sceller_octets(cle: bytes, clair: bytes, lien: bytes) -> bytes:
    """Seal raw bytes, bound to `lien`."""
    return _fermer(cle, clair, SANS_VERSION, lien)


def ouvrir_octets(cle: Cle, scelle: bytes, lien: bytes) -> bytes:
    """Open what `sceller_octets` closed with the same key and link, else raise `Illisible`."""
    if bytes(scelle[:1]) != SANS_VERSION:
        raise Illisible
    return _rouvrir(cle, bytes(scelle), 1, lien)


def sceller(cle: bytes, valeur: Any, place: Place, generation: int = 1) -> bytes:
    """Seal a JSON value at its place, with the key of this generation."""
    clair = json.dumps(valeur, ensure_ascii=False, separators=(",", ":")).encode()
    entete = AVEC_VERSION + generation.to_bytes(GENERATION, "big")
    return _fermer(cle, clair, entete, place.octets())


def ouvrir(cle: Cle, scelle: bytes, place: Place) -> Any:
    """Open the JSON value sealed at this place."""
    scelle = bytes(scelle)
    if scelle[:1] == AVEC_VERSION:
        return _lire(_rouvrir(cle, scelle, 1 + GENERATION, place.octets()).decode())
    return _lire(ouvrir_octets(cle, scelle, place.octets_sans_version()).decode())


def sans_version(scelle: bytes) -> bool:
    """Tell whether a value was closed before the version of its row was bound."""
    return scelle[:1] == SANS_VERSION


def generation_de(scelle: bytes) -> int:
    """Generation of the key that closed a value."""
    if sans_version(scelle):
        return 1
    return int.from_bytes(scelle[1 : 1 + GENERATION], "big")


def _fermer(cle: bytes, clair: bytes, entete: bytes, lien: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return entete + nonce + AESGCM(cle).encrypt(nonce, clair, entete + lien)


def _rouvrir(cle: Cle, scelle: bytes, taille: int, lien: bytes) -> bytes:
    """Open what follows a header of `taille` bytes."""
    debut = taille + NONCE
    if len(scelle) < debut + SCEAU:
        raise Illisible
    chiffre = AESGCM(cle) if isinstance(cle, bytes) else cle
    try:
        return chiffre.decrypt(scelle[taille:debut], scelle[debut:], scelle[:taille] + lien)
    except InvalidTag:
        raise Illisible from None
