"""The session cookie: the key of the session and its signature, so that a key read in the base opens nothing.

Law: RGPD, art. 32. The key rests in clear in the base and in its backups; the secret that signs it never goes there.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

SEL = "maillage.comptes.temoin"  # a signature made for anything else is worth nothing here


def signer(cle: str) -> str:
    """Return what the browser keeps for this session key (HMAC-SHA256 under the secret of the service)."""
    return Signer(salt=SEL).sign(cle)


def lire(temoin: str | None) -> str | None:
    """Return the session key of a cookie; None when there is no cookie or its signature is wrong."""
    if not temoin:
        return None
    try:
        return Signer(salt=SEL).unsign(temoin)
    except BadSignature:
        return None


class TemoinSigne(SessionMiddleware):
    """Sessions of Django, behind a signed cookie. A refused cookie is no session: it is erased from the browser."""

    def process_request(self, request: HttpRequest) -> None:
        request.session = self.SessionStore(lire(request.COOKIES.get(settings.SESSION_COOKIE_NAME)))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        reponse = super().process_response(request, response)
        pose = reponse.cookies.get(settings.SESSION_COOKIE_NAME)
        if pose is not None and pose.value:  # an empty one erases the cookie
            # only the value changes: lifetime, Secure, HttpOnly and SameSite stay as they were set
            reponse.cookies[settings.SESSION_COOKIE_NAME] = signer(pose.value)
        return reponse
