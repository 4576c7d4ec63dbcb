"""A page declares its act, or it does not load."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.decision import Decision
from maillage.notions.erreurs import ErreurMetier
from maillage.partage import chartes, fraicheur
from maillage.partage.queries import noter
from maillage.partage.rules.actes import NOMINATIFS, SENSIBLES, Acte
from maillage.partage.rules.decision import attend_la_charte, decide, ouvre, possibles

Vue = Callable[..., HttpResponse]
# What reading a page may write: the journal of accesses, and the session that was opened.
ECRITURES_EN_LECTURE = re.compile(
    r"(INSERT( OR IGNORE)? INTO|UPDATE|DELETE FROM) "
    r'"(tracabilite_|django_session|usersessions_|chiffrement_cledeprogramme)'
)
LIT = (
    "SELECT",
    "BEGIN",
    "COMMIT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "PRAGMA",
    "SHOW",
    "DECLARE",
    "FETCH",
    "CLOSE",
)


class PageFermee(ErreurMetier):
    """The mission does not open this page at all (it says nothing of any dossier)."""

    statut = 403

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, rien_perdu="", a_faire=decision.a_faire)
        self.decision = decision


class EcritureEnLecture(RuntimeError):
    """A GET page tried to write: a programming fault, stopped before it reaches the base."""


class Requete(HttpRequest):
    """A request after `page`: it knows the acteur."""

    acteur: Acteur


def page(*, acte: Acte, methodes: tuple[str, ...] = ("GET",)) -> Callable[[Vue], Vue]:
    """Declare the act of a page. Signed-in people only; refused missions get a reasoned 403.

    Acts on a dossier are decided again by the queries, on the dossier itself.
    """

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def ouverte(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            methode = "GET" if request.method == "HEAD" else request.method
            if methode not in methodes:
                return HttpResponseNotAllowed(methodes)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            request.acteur = chartes.acteur(request.user.id, au=timezone.localdate())
            _exiger_mission(request.acteur, acte)
            if attend_la_charte(request.acteur, acte):
                return _mener_a_la_charte(request.acteur, acte, methode)
            if acte in SENSIBLES and not fraicheur.est_fraiche(request):
                return fraicheur.reprouver(request, garder=acte not in NOMINATIFS)
            if methode == "GET":
                with ExitStack() as garde:
                    for base in connections:
                        garde.enter_context(connections[base].execute_wrapper(_lecture_seule))
                    return vue(request, *args, **kwargs)
            return vue(request, *args, **kwargs)

        ouverte.acte = acte  # type: ignore[attr-defined]
        ouverte.methodes = methodes  # type: ignore[attr-defined]
        return ouverte

    return decorer


def publique(vue: Vue) -> Vue:
    """Mark a page that anyone may open: it shows nothing of anybody."""
    vue.publique = True  # type: ignore[attr-defined]
    return vue


def _exiger_mission(acteur: Acteur, acte: Acte) -> None:
    if not ouvre(acteur, acte):
        decision = decide(acteur, acte, None, None, timezone.localdate())
        noter(acteur, acte, decision)
        raise PageFermee(decision)


def _mener_a_la_charte(acteur: Acteur, acte: Acte, methode: str) -> HttpResponse:
    """Nothing nominative before the signature: a page leads to the charte, a sent form is refused."""
    if methode == "GET":
        return redirect("partage:charte")
    decision = decide(acteur, acte, _un_volet(acteur, acte), None, timezone.localdate())
    noter(acteur, acte, decision)
    raise PageFermee(decision)


def _un_volet(acteur: Acteur, acte: Acte) -> Volet | None:
    """A volet of which the table speaks for this act, so that the refusal names the charte and not the mission."""
    return next((v for v in Volet if possibles(acteur, acte, v)), None)


def _lecture_seule(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    verbe = sql.lstrip("( \n").split(None, 1)[0].upper()
    if verbe not in LIT and not ECRITURES_EN_LECTURE.match(sql):
        raise EcritureEnLecture(f"Une page de lecture a voulu écrire : {sql[:80]}")
    return execute(sql, params, many, context)
