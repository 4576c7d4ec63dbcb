"""Who asks, remembered; and a browser that keeps cookies and nothing else.

All cells start from one world, put back after each. So the session, the account, her second factor and the acteur are
read from the base at the first question of each person to each route, and remembered for the next ones; what the site
decides of them, reads of the object and shows is done anew in every cell.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from maillage.comptes import sessions
from maillage.comptes.moteur import ComptesOuverts
from maillage.partage import chartes


@dataclass
class Memoire:
    """First readings of who asks. While `vive`, she is read from the base; her colleagues are remembered all the same."""

    lus: dict[Hashable, Any] = field(default_factory=dict)
    vive: bool = True
    collegues: bool = True  # remembered too
    qui: Hashable = None  # who asks

    def lire(self, quoi: str, cle: Hashable, lecture: Callable[[], Any]) -> Any:
        autre = quoi == "acteur" and cle != self.qui
        if cle is None or (not self.collegues if autre else self.vive):
            return lecture()
        if (quoi, cle) not in self.lus:
            self.lus[quoi, cle] = lecture()
        lu = self.lus[quoi, cle]
        return copy.deepcopy(lu) if quoi == "session" else copy.copy(lu)

    @contextmanager
    def ouverte(self) -> Iterator[None]:
        """Within, the four readings pass through here."""
        session, compte = SessionStore.load, ComptesOuverts.get_user
        facteur, acteur = sessions.is_mfa_enabled, chartes.acteur
        par = (
            (SessionStore, "load", lambda s: self.lire("session", s.session_key, lambda: session(s))),
            (ComptesOuverts, "get_user",
             lambda b, cle: self.lire("compte", str(cle), lambda: compte(b, cle))),
            (sessions, "is_mfa_enabled",
             lambda u, t=None: self.lire("facteur", u.pk, lambda: facteur(u, t))),
            (chartes, "acteur",
             lambda cle, *, au: self.lire("acteur", cle, lambda: acteur(cle, au=au))),
        )  # fmt: skip
        with ExitStack() as pile:
            for ou, nom, lecture in par:
                pile.enter_context(mock.patch.object(ou, nom, lecture))
            yield


class Navigateur(Client):
    """Django's test client without its copy of every context of every template: nobody here looks at them."""

    guichet = ClientHandler(enforce_csrf_checks=False)

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)
        self.handler = Navigateur.guichet

    def request(self, **request: Any) -> HttpResponse:
        reponse = self.handler(self._base_environ(**request))
        reponse.client, reponse.request = self, request
        if reponse.cookies:
            self.cookies.update(reponse.cookies)
        return reponse
