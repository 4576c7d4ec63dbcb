"""Accounts are opened by the coordinator, never by oneself on the sign-in page."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from maillage.chiffrement import maitresse
from maillage.chiffrement.enveloppe import ouvrir_octets, sceller_octets

LIEN = b"second facteur"


class ComptesFermes(DefaultAccountAdapter):
    """allauth with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SecretsScelles(DefaultMFAAdapter):
    """Secrets of second factors are sealed by the master key: a stolen base does not sign in."""

    def encrypt(self, text: str) -> str:
        return b64encode(sceller_octets(maitresse.lire(), text.encode(), LIEN)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ouvrir_octets(maitresse.lire(), b64decode(encrypted_text), LIEN).decode()
