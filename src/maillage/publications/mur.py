"""The wall of those who read releases, in the connection itself: a page of theirs that would ask any other table breaks.

It is a third barrier: imports are checked when the house is built, rights when a page opens, questions here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.db import connections

Vue = Callable[..., Any]

# Who asks, what was noted of it, and the page itself; never a child, never a count.
OUVERTES = (
    "comptes_", "partage_", "tracabilite_", "django_", "usersessions_", "account_", "mfa_", "magasin_",
    "chiffrement_cledesignature", "cache",
)  # fmt: skip
TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)


class QuestionInterdite(RuntimeError):
    """A page for readers asked the base for something that was not released: a programming fault, stopped here."""


def publie_seulement(vue: Vue) -> Vue:
    """Run a page with the tables of readers alone."""

    @wraps(vue)
    def gardee(*args: Any, **kwargs: Any) -> Any:
        with ExitStack() as pile:
            for alias in connections:
                pile.enter_context(connections[alias].execute_wrapper(_refuser))
            return vue(*args, **kwargs)

    return gardee


def _refuser(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    autres = [t for t in TABLES.findall(sql) if not t.lower().startswith(OUVERTES)]
    if autres:
        raise QuestionInterdite(f"Une page de lecture a demandé : {autres[0]}")
    return execute(sql, params, many, context)
