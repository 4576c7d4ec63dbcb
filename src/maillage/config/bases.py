"""Reading of database addresses (`DATABASE_URL`) into Django's own form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# trusted_schema=OFF is left out: SQLite 3.40 then refuses the JSON checks that Django writes.
# Rollback journal and EXTRA: no acknowledged write is lost by a power cut; secure_delete erases what a purge removes.
PRAGMAS = (
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
)


def sqlite(chemin: Path | str) -> dict[str, Any]:
    """Embedded database with the durable profile (docs/decisions/0002)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(chemin),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": ";".join(PRAGMAS) + ";",
        },
        "CONN_MAX_AGE": None,
    }


def postgresql(adresse: str) -> dict[str, Any]:
    """PostgreSQL from `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(adresse)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "reset": oublier}, **options},
        "CONN_HEALTH_CHECKS": True,
    }


def oublier(connexion: Any) -> None:
    """Before a connection goes back to the pool, it forgets for whom it worked (`partage.murs`)."""
    connexion.execute("SELECT set_config('maillage.identite', '', false)")
    if not connexion.autocommit:
        connexion.commit()


def lire(variable: str, defaut: Path) -> dict[str, Any]:
    """Return the database named by an environment variable, else the embedded file `defaut`."""
    adresse = os.environ.get(variable, "")
    if not adresse:
        return sqlite(defaut)
    if adresse.startswith("sqlite:///"):
        return sqlite(adresse.removeprefix("sqlite:///"))
    if adresse.startswith(("postgresql://", "postgres://")):
        return postgresql(adresse)
    raise ValueError(
        f"{variable} n'est pas une adresse de base connue : elle commence par "
        "« sqlite:/// » ou « postgresql:// »."
    )
