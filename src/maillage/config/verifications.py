"""Checks at start-up: what would put the secret or the data at risk stops the service, in French."""

from __future__ import annotations

import re
import sqlite3
import sys
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from maillage.partage import pose

VERSION_SURE_POUR_WAL = (3, 51, 3)
# every way of writing it that SQLite reads
DEMANDE_WAL = re.compile(r"journal_mode\s*[=(]\s*[\"']?wal\b", re.IGNORECASE)


def wal_est_sur(version: tuple[int, int, int]) -> bool:
    """SQLite 3.7.0 to 3.51.2 may corrupt a base in WAL mode (WAL-reset bug, fixed in 3.51.3)."""
    return version >= VERSION_SURE_POUR_WAL


@register()
def journal_sqlite(app_configs: Any, **kwargs: Any) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Refuse WAL on an SQLite that may lose data with it."""
    fautes = []
    for alias, base in settings.DATABASES.items():
        init = base.get("OPTIONS", {}).get("init_command", "")
        if "sqlite3" not in base["ENGINE"] or not DEMANDE_WAL.search(init):
            continue
        if not wal_est_sur(sqlite3.sqlite_version_info):
            fautes.append(
                Error(
                    f"La base « {alias} » demande le journal WAL avec SQLite {sqlite3.sqlite_version}, "
                    "qui peut corrompre les données.",
                    hint="Gardez journal_mode=TRUNCATE, ou installez SQLite 3.51.3 ou plus récent.",
                    id="maillage.E001",
                )
            )
    return fautes


def murs_au_demarrage() -> None:
    """Before the first request of a real service on PostgreSQL: the wall asked for stands, or nothing is served.

    A service that does not ask for it starts, and says so once.
    """
    if settings.DEMO or connection.vendor != "postgresql":
        return
    if pose.sans_annonce():
        raise ImproperlyConfigured(
            "Les murs sont posés et MAILLAGE_MURS=1 manque : aucun dossier ne serait visible."
        )
    if not settings.MURS_POSTGRESQL:
        print(
            "La seconde barrière de PostgreSQL n'est pas posée : docs/exploitation/murs.md.",
            file=sys.stderr,
        )
        return
    fautes = pose.fautes()
    connection.close()
    if fautes:
        raise ImproperlyConfigured("Les murs ne tiennent pas. " + " ".join(fautes))
