"""Accounts are opened by the coordinator, never by oneself on the sign-in page."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from maillage.chiffrement import maitresse
from maillage.chiffrement.enveloppe import sceller_octets

LIEN = b"second facteur"
SECRETS = ("secret", "seed")  # what allauth closes in the data of a second factor


class ComptesFermes(DefaultAccountAdapter):
    """allauth with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SecretsScelles(DefaultMFAAdapter):
    """Secrets of second factors are sealed by the master key: a stolen base does not sign in."""

    def encrypt(self, text: str) -> str:
        return _fermer(maitresse.pour_sceller(), text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        return maitresse.ouvrir(b64decode(encrypted_text), LIEN).decode()


def resceller_les_seconds_facteurs(cle: bytes) -> int:
    """Close every secret of second factor with this master key; a secret changed meanwhile is left to who changed it."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - apps are loaded

    faits = 0
    for rang in Authenticator.objects.all().iterator():
        avant = dict(rang.data)
        apres = {
            nom: _fermer(cle, maitresse.ouvrir(b64decode(valeur), LIEN))
            if nom in SECRETS and isinstance(valeur, str)
            else valeur
            for nom, valeur in avant.items()
        }
        if apres != avant:
            faits += Authenticator.objects.filter(pk=rang.pk, data=avant).update(data=apres)
    return faits


def _fermer(cle: bytes, clair: bytes) -> str:
    return b64encode(sceller_octets(cle, clair, LIEN)).decode()
