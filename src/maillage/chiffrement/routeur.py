"""Django router: the key store is another database than the data."""

from __future__ import annotations

from typing import Any


class CleApart:
    """Send the models of `chiffrement` to `cles`, everything else to `default`."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return "cles" if model._meta.app_label == "chiffrement" else None  # noqa: SLF001

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return (db == "cles") == (app_label == "chiffrement")
