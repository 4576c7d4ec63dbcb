"""How this house uses the sign-in library: accounts opened by the coordination, secrets sealed, refusals alike."""

from __future__ import annotations

import hashlib
import time
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.chiffrement.enveloppe import sceller_octets
from maillage.comptes.models import Utilisateur
from maillage.comptes.queries.acteurs import etat
from maillage.comptes.rules.facteurs import ATTENTE_MAXIMALE, attente

LIEN = b"second facteur"
SECRETS = ("secret", "seed")  # what allauth closes in the data of a second factor
ENTREE_REFUSEE = "Cette connexion n'a pas abouti. Recommencez, ou demandez à votre coordonnatrice."


class ComptesFermes(DefaultAccountAdapter):
    """allauth with self-registration closed, growing waits, and one answer for every refusal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_login_stages(self) -> list[str]:
        stages = super().get_login_stages()
        ours = "maillage.comptes.proconnect.SecondFacteur"
        return [ours if s == "allauth.mfa.stages.AuthenticateStage" else s for s in stages]

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """By whatever door — passkey, identity provider — an account that is not open does not enter."""
        ouvert = isinstance(user, Utilisateur) and etat(user, au=timezone.localdate()).laisse_entrer
        return super().pre_login(request, user, **kwargs) if ouvert else _refuser(request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002
        return _refuser(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wait after failures, the same for an address that has no account; then try again."""
        cle = _cle(credentials)
        echecs, jusque = cache.get(cle, (0, 0.0))
        if echecs and time.time() < jusque:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        cle = _cle(credentials)
        echecs = cache.get(cle, (0, 0.0))[0] + 1
        # forgotten after one longest wait without a new failure: never a permanent lock
        cache.set(cle, (echecs, time.time() + attente(echecs)), 2 * ATTENTE_MAXIMALE)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        compte = super().authenticate(request, **credentials)
        if compte is not None:
            cache.delete(_cle(credentials))
        return compte


class SecretsScelles(DefaultMFAAdapter):
    """Secrets of second factors are sealed by the master key: a stolen base does not sign in."""

    def encrypt(self, text: str) -> str:
        return _fermer(maitresse.pour_sceller(), text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        return maitresse.ouvrir(b64decode(encrypted_text), LIEN).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """The name proposed for a passkey."""
        rang = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Ma clé" if rang == 1 else f"Ma clé {rang}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that a browser shows beside a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Maillage"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict:
        return {
            **super().get_public_key_credential_user_entity(user),
            "display_name": user.get_full_name(),
        }


def _cle(credentials: dict[str, Any]) -> str:
    """What failures are counted by: the address as typed, kept as a digest."""
    adresse = str(credentials.get("email") or credentials.get("username") or "").strip().casefold()
    return "entree:" + hashlib.sha256(adresse.encode()).hexdigest()


def _refuser(request: HttpRequest) -> HttpResponse:
    clear_login(request)
    messages.error(request, ENTREE_REFUSEE)
    return redirect("account_login")


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
