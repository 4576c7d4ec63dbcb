"""Django router: what was released is in another database than the data, and its readers in a role that sees nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

MAGASIN = "publications"  # alias under which releases are written


def lecture() -> str:
    """Alias under which pages read releases: a role that can only read them, when the installation has one."""
    return "lecture" if "lecture" in settings.DATABASES else MAGASIN


class MagasinApart:
    """Send the models of `magasin` to their own database, and nothing else there."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return MAGASIN if model._meta.app_label == "magasin" else None  # noqa: SLF001

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        if db == "lecture":
            return False
        if db == MAGASIN or app_label == "magasin":
            return db == MAGASIN and app_label == "magasin"
        return None


def preparer_le_schema(using: str, **_: Any) -> None:
    """On PostgreSQL the store may live in a schema of its own: it is made before the first table."""
    connexion = connections[using]
    if using != MAGASIN or connexion.vendor != "postgresql":
        return
    with connexion.cursor() as curseur:
        curseur.execute("SHOW search_path")
        schema = curseur.fetchone()[0].split(",")[0].strip().strip('"')
        if schema and not schema.startswith("$"):
            nom = connexion.ops.quote_name(schema)
            curseur.execute(f"CREATE SCHEMA IF NOT EXISTS {nom}")
