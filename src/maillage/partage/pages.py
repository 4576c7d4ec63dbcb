"""A page declares its act, or it does not load."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.notions.decision import Decision
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.queries import noter
from maillage.partage.rules.actes import SUR_DOSSIER, Acte
from maillage.partage.rules.decision import decide, rules_de
from maillage.partage.rules.table import RULES

Vue = Callable[..., HttpResponse]
# What reading a page may write: the journal of accesses, and the session that was opened.
ECRITURES_EN_LECTURE = (
    "tracabilite_",
    "django_session",
    "usersessions_",
    "chiffrement_cledeprogramme",
)
ECRIT = ("INSERT", "UPDATE", "DELETE", "REPLACE")


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
            if request.method not in methodes and request.method != "HEAD":
                return HttpResponseNotAllowed(methodes)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            request.acteur = comptes.acteur(request.user.id, au=timezone.localdate())
            _exiger_mission(request.acteur, acte)
            if request.method in ("GET", "HEAD"):
                with connections["default"].execute_wrapper(_lecture_seule):
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
    if acte in SUR_DOSSIER:
        ouvre = any(r.mission in acteur.missions and acte in r.actes for r in RULES)
        decision = decide(acteur, acte, None, None, timezone.localdate())
    else:
        ouvre = bool(rules_de(acteur, acte, None)) and acteur.programme_id is not None
        decision = decide(acteur, acte, None, None, timezone.localdate())
    if not ouvre:
        noter(acteur, acte, decision)
        raise PageFermee(decision)


def _lecture_seule(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    mots = sql.lstrip().upper().split(None, 1)
    if mots and mots[0] in ECRIT and not any(t in sql for t in ECRITURES_EN_LECTURE):
        raise EcritureEnLecture(f"Une page de lecture a voulu écrire : {sql[:80]}")
    return execute(sql, params, many, context)
