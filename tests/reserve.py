"""What the tests keep from one to the next, so that it is made once: migrated databases, and the small world of access.

The mould is the embedded database just after its migrations, kept beside pytest's own cache under a digest of what makes
it. The world is written in a transaction that stays open while tests that ask for it follow each other: each of them runs in
savepoints, is undone by them, and receives a copy of the rows. Nothing that a test does can reach the next one.
"""

from __future__ import annotations

import copy
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import management
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.creation import BaseDatabaseCreation
from django.utils import timezone

from maillage.config import tables

RACINE = Path(__file__).resolve().parents[1]
MOULES = RACINE / ".pytest_cache" / "moules"
PARTIES = {"migrations", "models", "apps", "notions"}


def empreinte() -> str:
    """Digest of what a migrated database depends on: migrations, models, nomenclatures, locked libraries, SQLite."""
    somme = hashlib.sha256(sqlite3.sqlite_version.encode())
    somme.update((RACINE / "requirements" / "app.txt").read_bytes())
    for chemin in sorted((RACINE / "src" / "maillage").rglob("*")):
        parties = {p.removesuffix(".py") for p in chemin.relative_to(RACINE).parts}
        if chemin.is_file() and parties & PARTIES and "__pycache__" not in parties:
            somme.update(chemin.as_posix().encode() + chemin.read_bytes())
    return somme.hexdigest()[:20]


@contextmanager
def moules() -> Iterator[None]:
    """While databases are made: one in memory is poured from its mould, or leaves its mould once migrated."""
    migrer, dossier = BaseDatabaseCreation.create_test_db, MOULES / empreinte()
    appeler = management.call_command

    def selon_la_base(commande: str, *args: Any, **options: Any) -> Any:
        """Make the tables as an installation does: a base apart takes its own application only."""
        if commande == "migrate" and options.get("run_syncdb"):  # Django, making a base of tests
            return tables.creer(options["database"])
        return appeler(commande, *args, **options)

    def creer(self: Any, *args: Any, **options: Any) -> str:
        base = self.connection
        moule = dossier / f"{base.alias}.sqlite3"
        if base.vendor != "sqlite" or not self.is_in_memory_db(self._get_test_db_name()):
            return migrer(self, *args, **options)
        if not moule.exists():
            nom = migrer(self, *args, **options)
            _garder(base.connection, moule)
            return nom
        nom = self._get_test_db_name()
        base.close()
        settings.DATABASES[base.alias]["NAME"] = base.settings_dict["NAME"] = nom
        base.ensure_connection()
        with sqlite3.connect(moule) as source:
            source.backup(base.connection)
        source.close()
        return nom

    BaseDatabaseCreation.create_test_db = creer  # type: ignore[method-assign]
    management.call_command = selon_la_base  # read by Django at the moment of the call
    try:
        yield
    finally:
        management.call_command = appeler
        BaseDatabaseCreation.create_test_db = migrer  # type: ignore[method-assign]


def preparer_les_bases() -> None:
    """Tables of the databases of this process: poured from their moulds where there are, else made by the migrations."""
    for base in connections.all():
        moule = MOULES / empreinte() / f"{base.alias}.sqlite3"
        ici = Path(str(base.settings_dict["NAME"]))
        if base.vendor == "sqlite" and moule.exists() and not ici.exists():
            shutil.copyfile(moule, ici)
        else:
            tables.creer(base.alias)


def _garder(base: sqlite3.Connection, moule: Path) -> None:
    """Keep a copy; another process may do the same at the same time, the last one wins and both are whole."""
    for ancien in MOULES.glob("*/*"):
        if ancien.parent != moule.parent:
            ancien.unlink(missing_ok=True)
    moule.parent.mkdir(parents=True, exist_ok=True)
    provisoire = moule.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(provisoire) as cible:
        base.backup(cible)
    cible.close()
    provisoire.replace(moule)


@dataclass
class Reserve:
    """A world written once for many tests. `creer` writes it in the current databases and returns its rows."""

    creer: Callable[[], Any]
    bases: tuple[str, ...]
    debloquer: Callable[[], Any] | None = None  # opens the databases to us, once they exist
    monde: Any = None
    _pile: ExitStack = field(default_factory=ExitStack)

    def ouvrir(self) -> None:
        """Write the world, unless it is there already, whole and of today."""
        if self.monde is not None and self._saine():
            return
        self.fermer()
        for base in self.bases:
            self._pile.enter_context(transaction.atomic(using=base))
            self._pile.callback(transaction.set_rollback, True, using=base)
        self.monde = self.creer()
        for base in self.bases:
            # what the rows of the world still had to prove is proved now, as it would be at a commit
            connections[base].check_constraints()

    def _saine(self) -> bool:
        """A test may have closed a connection, or left the transaction broken: then the world is written again."""
        liens = [connections[base] for base in self.bases]
        return self.monde.aujourd_hui == timezone.localdate() and all(
            lien.connection is not None and lien.in_atomic_block and not lien.needs_rollback
            for lien in liens
        )

    def fermer(self) -> None:
        """Undo the world, whatever state a test left it in."""
        self.monde, pile = None, self._pile
        self._pile = ExitStack()
        with suppress(DatabaseError):
            pile.close()

    def copie(self) -> Any:
        """The rows as they were written, for one test alone."""
        return copy.deepcopy(self.monde)
