"""ProConnect, by OpenID Connect: who the person is, never what she may do. Off unless configured.

The key of an account is (iss, sub); an address is no key. An identity that nobody linked opens nothing: it is linked
with a code given by hand. Legal ground: CNIL, délib. 2025-019.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.comptes.errors import CodeRefuse
from maillage.comptes.preuves import FORT, vu_par_proconnect
from maillage.comptes.rules.facteurs import facteurs_forts
from maillage.comptes.services import codes

FOURNISSEUR = "proconnect"
ALGORITHMES = ("RS256", "ES256")  # neither «none» nor a secret shared with the client
NONCE, ACTIVATION = "proconnect_nonce", "proconnect_activation"
MARGE = 30  # seconds between two clocks
PHRASES = {
    "jeton": "La réponse de ProConnect n'est pas signée comme elle doit l'être.",
    "emetteur": "La réponse ne vient pas du service attendu.",
    "destinataire": "La réponse était destinée à un autre service.",
    "nonce": "La réponse ne correspond pas à votre demande.",
    "expire": "La réponse de ProConnect est arrivée trop tard.",
    "inconnu": "Cette identité ProConnect n'est rattachée à aucun compte de Maillage.",
    "autre_compte": "Cette identité ProConnect est déjà rattachée à un autre compte.",
    "code": "Votre code ne sert plus.",
    "fournisseur": "ProConnect n'a pas donné de réponse utilisable.",
}


class JetonRefuse(OAuth2Error):
    """The identity token is not what was asked for. `motif` is a key of PHRASES."""

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


def configure() -> bool:
    """Tell whether this installation uses ProConnect."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def lire_le_jeton(
    jeton: str, cles: dict[str, Any], *, emetteur: str, client: str, nonce: str
) -> dict[str, Any]:
    """The claims of an identity token, once everything about it is checked; JetonRefuse otherwise."""
    try:
        entete = jwt.get_unverified_header(jeton)
        if entete.get("alg") not in ALGORITHMES:
            raise JetonRefuse("jeton")
        publique = jwt.PyJWKSet.from_dict(cles)[entete.get("kid")]
        lu = jwt.decode(
            jeton,
            key=publique.key,
            algorithms=[entete["alg"]],
            issuer=emetteur,
            audience=client,
            leeway=MARGE,
            options={"require": ["iss", "aud", "sub", "exp", "iat", "nonce"]},
        )
    except jwt.InvalidIssuerError:
        raise JetonRefuse("emetteur") from None
    except jwt.InvalidAudienceError:
        raise JetonRefuse("destinataire") from None
    except jwt.ExpiredSignatureError:
        raise JetonRefuse("expire") from None
    except (jwt.PyJWTError, KeyError, TypeError):
        raise JetonRefuse("jeton") from None
    if isinstance(lu["aud"], list) and len(lu["aud"]) > 1 and lu.get("azp") != client:
        raise JetonRefuse("destinataire")
    if not nonce or not secrets.compare_digest(str(lu["nonce"]), nonce):
        raise JetonRefuse("nonce")
    return lu


class _Fournisseur(OpenIDConnectProvider):
    """allauth's provider; what is asked is ours alone, never an address's parameters."""

    def get_oauth2_adapter(self, request: HttpRequest) -> ProConnect:
        return ProConnect(request)

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002
        request.session[NONCE] = secrets.token_urlsafe(32)
        demande = {**self.get_auth_params(), "nonce": request.session[NONCE]}
        if request.user.is_authenticated:  # a sensitive act: the provider asks again
            demande |= {"prompt": "login", "max_age": "0"}
        return demande


class ProConnect(OpenIDConnectOAuth2Adapter):
    """allauth's OpenID Connect with the token checked whole: signature, iss, aud, nonce, alg, dates."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, FOURNISSEUR)

    def get_provider(self) -> _Fournisseur:
        return _Fournisseur(
            self.request, app=get_adapter().get_app(self.request, provider=FOURNISSEUR)
        )

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002 - allauth's signature
        return request.build_absolute_uri(reverse("partage:proconnect_retour"))

    def complete_login(
        self,
        request: HttpRequest,
        app: Any,
        token: Any,  # noqa: ARG002 - allauth's signature
        **kwargs: Any,
    ) -> SocialLogin:
        lu = lire_le_jeton(
            kwargs["response"].get("id_token") or "",
            self._cles(),
            emetteur=app.settings["server_url"],
            client=app.client_id,
            nonce=request.session.pop(NONCE, ""),
        )
        cle = hashlib.sha256(f"{lu['iss']}|{lu['sub']}".encode()).hexdigest()
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"cle": cle}})
        if facteurs_forts(
            lu.get("amr")
        ):  # kept by the stage below, once the session is the new one
            quand = lu.get("auth_time")
            connu = isinstance(quand, int | float)  # unknown: too old for a sensitive act
            request.preuve_proconnect = min(quand, time.time()) if connu else 0.0
        return login

    def _cles(self) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            reponse = session.get(self.openid_config["jwks_uri"])
            reponse.raise_for_status()
            return reponse.json()


class Identites(DefaultSocialAccountAdapter):
    """An identity signs in when it was linked; it is linked by a code given by hand; it never makes an account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        compte = request.session.pop(ACTIVATION, None)
        if compte:
            self._rattacher(request, sociallogin, compte)
        elif not sociallogin.is_existing:
            raise refus(request, "inconnu")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:  # noqa: ARG002
        return None  # an address is no key

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - allauth's signature
        error: Any = None,  # noqa: ARG002
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        raise refus(request, getattr(exception, "motif", "fournisseur"))

    def _rattacher(self, request: HttpRequest, sociallogin: SocialLogin, compte_id: str) -> None:
        if sociallogin.is_existing:
            raise refus(request, "autre_compte")
        try:
            compte = codes.depenser(
                compte_id, at=timezone.localdate(), regle="code_et_identite_proconnect"
            )
        except CodeRefuse:
            raise refus(request, "code") from None
        sociallogin.connect(request, compte)


class SecondFacteur(AuthenticateStage):
    """The second factor of the house, unless ProConnect saw two factors in this very sign-in."""

    def handle(self) -> tuple[Any, bool]:
        self.request.session.pop(FORT, None)
        preuve = getattr(self.request, "preuve_proconnect", None)
        if preuve is not None:
            self.request.session[FORT] = [str(self.login.user.pk), preuve]
        return super().handle()

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not vu_par_proconnect(request, self.login.user)


def refus(request: HttpRequest, motif: str) -> ImmediateHttpResponse:
    """The page that says why ProConnect did not open; nothing of the identity is shown."""
    request.session.pop(FORT, None)
    contexte = {"phrase": PHRASES[motif]}
    page = render(request, "socialaccount/authentication_error.html", contexte, status=403)
    return ImmediateHttpResponse(page)
