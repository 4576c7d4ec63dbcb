"""The browser of the tests keeps the same cookie as a real one: a session key and its signature."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test.client import ClientMixin

from maillage.comptes.temoin import lire, signer


def _session(client: ClientMixin) -> SessionBase:
    magasin = import_module(settings.SESSION_ENGINE).SessionStore
    temoin = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if temoin:
        return magasin(lire(temoin.value))
    session = magasin()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = signer(session.session_key)
    return session


@contextmanager
def signer_les_temoins() -> Iterator[None]:
    """Django's test client puts the bare key in the cookie and reads it there: it learns to sign."""
    poser = ClientMixin._set_login_cookies

    def poser_signe(client: ClientMixin, request: HttpRequest) -> None:
        poser(client, request)
        client.cookies[settings.SESSION_COOKIE_NAME] = signer(request.session.session_key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientMixin, "session", property(_session))
        patch.setattr(ClientMixin, "_set_login_cookies", poser_signe)
        yield


@pytest.fixture(scope="session", autouse=True)
def temoins_signes() -> Iterator[None]:
    """Every test signs."""
    with signer_les_temoins():
        yield
