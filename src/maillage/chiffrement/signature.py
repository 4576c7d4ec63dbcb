"""Signing with the key of this installation (Ed25519, RFC 8032), made at its first use."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from maillage.chiffrement import enveloppe, maitresse
from maillage.chiffrement.models import CleDeSignature


def _lien(publique: str) -> bytes:
    return f"signature|{publique}".encode()


def _cle() -> CleDeSignature:
    """The oldest key of the store; two first uses at once agree on it."""
    premiere = CleDeSignature.objects.order_by("id").first()
    if premiere is not None:
        return premiere
    privee = Ed25519PrivateKey.generate()
    publique = privee.public_key().public_bytes_raw().hex()
    scellee = enveloppe.sceller_octets(
        maitresse.pour_sceller(), privee.private_bytes_raw(), _lien(publique)
    )
    with transaction.atomic(using="cles"):
        CleDeSignature.objects.create(publique=publique, scellee=scellee)
    return CleDeSignature.objects.order_by("id")[0]


def cle_publique() -> str:
    """The public key, in hexadecimal: to be kept by whoever will verify."""
    return _cle().publique


def cle_connue() -> str:
    """The public key if there is one already, else an empty text: reading makes none."""
    rang = CleDeSignature.objects.order_by("id").first()
    return rang.publique if rang else ""


def signer(message: bytes) -> tuple[str, str]:
    """Sign a message; return the public key and the signature, in hexadecimal."""
    rang = _cle()
    privee = maitresse.ouvrir(bytes(rang.scellee), _lien(rang.publique))
    return rang.publique, Ed25519PrivateKey.from_private_bytes(privee).sign(message).hex()


def remballer(prochaine: bytes) -> int:
    """Wrap the signing keys again under the next master key; return how many there were."""
    with transaction.atomic(using="cles"):
        rangs = list(CleDeSignature.objects.select_for_update())
        for rang in rangs:
            lien = _lien(rang.publique)
            privee = maitresse.ouvrir(bytes(rang.scellee), lien)
            rang.scellee = enveloppe.sceller_octets(prochaine, privee, lien)
            rang.save(update_fields=["scellee"])
    return len(rangs)
