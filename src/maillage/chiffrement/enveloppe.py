"""Sealing of one value: AES-256-GCM, bound to the place where it belongs.

A sealed value is `version (1 byte) | nonce (12) | ciphertext and tag`. The place (table, row, dossier, volet) is
authenticated but not stored: a ciphertext moved elsewhere does not open (property P-62).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from maillage.notions.erreurs import ErreurMetier

VERSION = b"\x01"
NONCE, SCEAU = 12, 16  # bytes


class Illisible(ErreurMetier):
    """The sealed value was altered, moved, or its key was destroyed."""

    statut = 500

    def __init__(self) -> None:
        super().__init__(
            "Une donnée protégée n'a pas pu être ouverte.",
            rien_perdu="Rien n'a été modifié.",
            a_faire="Prévenez la personne qui administre Maillage : la clé ou la donnée a été altérée.",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs. Opening it anywhere else fails."""

    table: str
    ligne: UUID
    dossier: UUID
    volet: str

    def octets(self) -> bytes:
        return f"{self.table}|{self.ligne}|{self.dossier}|{self.volet}".encode()


def cle_neuve() -> bytes:
    """Return 256 fresh random bits."""
    return AESGCM.generate_key(bit_length=256)


def sceller_octets(cle: bytes, clair: bytes, lien: bytes) -> bytes:
    """Seal raw bytes, bound to `lien`."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(cle).encrypt(nonce, clair, VERSION + lien)


def ouvrir_octets(cle: bytes, scelle: bytes, lien: bytes) -> bytes:
    """Open what `sceller_octets` closed with the same key and link, else raise `Illisible`."""
    scelle = bytes(scelle)
    if scelle[:1] != VERSION or len(scelle) < len(VERSION) + NONCE + SCEAU:
        raise Illisible
    try:
        return AESGCM(cle).decrypt(scelle[1 : 1 + NONCE], scelle[1 + NONCE :], VERSION + lien)
    except InvalidTag:
        raise Illisible from None


def sceller(cle: bytes, valeur: Any, place: Place) -> bytes:
    """Seal a JSON value at its place."""
    clair = json.dumps(valeur, ensure_ascii=False, separators=(",", ":")).encode()
    return sceller_octets(cle, clair, place.octets())


def ouvrir(cle: bytes, scelle: bytes, place: Place) -> Any:
    """Open the JSON value sealed at this place."""
    return json.loads(ouvrir_octets(cle, scelle, place.octets()).decode())
