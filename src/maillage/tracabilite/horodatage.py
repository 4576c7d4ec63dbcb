"""A time-stamp of an anchor by an outside authority (RFC 3161): nobody here can have made it later.

Only when an authority is configured (`MAILLAGE_HORODATAGE`); nothing leaves the machine otherwise. What leaves is the
digest of a digest: it says nothing of anybody.
"""

from __future__ import annotations

import logging
import urllib.request
from urllib.error import URLError

from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

DELAI = 10  # seconds: an anchor does not wait longer for its stamp
TAILLE_MAXIMALE = 64 * 1024
journal = logging.getLogger("maillage.tracabilite")


def demander(message: bytes) -> bytes:
    """Return the verified answer of the authority for this message, or nothing when there is none to be had.

    An authority that does not answer, or answers for something else, leaves the anchor without stamp: it is logged,
    and the anchor stays good by its signature.
    """
    if not settings.HORODATAGE_AUTORITE:
        return b""
    demande = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        octets = _envoyer(demande)
        _verifier(octets, message, demande)
    except (URLError, OSError, ValueError, VerificationError) as panne:
        journal.warning("Horodatage non obtenu : %s.", type(panne).__name__)
        return b""
    return octets


def verifier(octets: bytes, message: bytes) -> bool:
    """Tell whether a stamp that was kept is one of the configured authority for this message."""
    try:
        _verifier(octets, message, None)
    except (ValueError, VerificationError):
        return False
    return True


def _envoyer(demande: TimeStampRequest) -> bytes:
    if not settings.HORODATAGE_AUTORITE.startswith(("https://", "http://127.0.0.1")):
        raise ValueError("the address of a time-stamping authority is https")
    requete = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        settings.HORODATAGE_AUTORITE,
        data=demande.as_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
    )
    with urllib.request.urlopen(requete, timeout=DELAI) as reponse:  # noqa: S310
        return reponse.read(TAILLE_MAXIMALE)


def _verifier(octets: bytes, message: bytes, demande: TimeStampRequest | None) -> None:
    racines = load_pem_x509_certificates(settings.HORODATAGE_RACINES.read_bytes())
    recette = VerifierBuilder.from_request(demande) if demande else VerifierBuilder()
    for racine in racines:
        recette = recette.add_root_certificate(racine)
    reponse = decode_timestamp_response(octets)
    if not recette.build().verify_message(reponse, message):
        raise VerificationError("the stamp is for another message")
