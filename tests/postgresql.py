"""A throw-away PostgreSQL for the tests: a temporary folder, a unix socket, nothing on the network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30  # seconds
BASES = ("maillage", "cles", "publications")
SANS_RESEAU = {
    "listen_addresses": "",
    "fsync": "off",
    "autovacuum": "off",  # a worker that updates pg_class while the wall is put up makes both wait for each other
    "full_page_writes": "off",
    "synchronous_commit": "off",
}


def binaries() -> Path | None:
    """Return the folder of the newest `initdb` and `postgres` of this machine, if any."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = shutil.which("initdb")
    for folder in [*versions, *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def other_than_root() -> dict[str, Any]:
    """PostgreSQL refuses root: give the user under whom to run it, nothing when we are not root."""
    import pwd  # absent from Windows

    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError(
        "PostgreSQL ne tourne pas sous root, et ni « postgres » ni « nobody » n'existent."
    )


@contextmanager
def moules(bases: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Make the tables of the databases, once, while something else runs; wait for the process before using them."""
    env = {**os.environ, **bases, "DJANGO_SETTINGS_MODULE": "maillage.config.settings.essais"}
    process = subprocess.Popen([sys.executable, "-m", "django", "creer_les_tables"], env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path, journal: Path) -> None:
    """Return when the server wrote `ready` in its pid file; raise with its own words otherwise."""
    status = folder / "donnees" / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if status.exists() and "ready" in status.read_text(encoding="utf-8").splitlines()[-1]:
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL n'a pas démarré :\n{journal.read_text(encoding='utf-8')}")


def initialise(bin_folder: Path, folder: Path, shared: dict[str, Any]) -> None:
    """Make the files of a cluster that trusts whoever reaches its socket."""
    initdb = [bin_folder / "initdb", "-D", folder / "donnees", "-U", "maillage", "-A", "trust"]
    subprocess.run([*initdb, "-E", "UTF8", "--no-locale", "--no-sync"], check=True, **shared)


@contextmanager
def grappe(bin_folder: Path) -> Iterator[dict[str, str]]:
    """Run a fresh cluster; give the environment variables that name its databases, empty: test databases are poured from them."""
    user = other_than_root()
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        if user:
            os.chown(folder, user["user"], user["group"])
        journal = folder / "journal"
        with journal.open("wb") as output:
            shared: dict[str, Any] = {"cwd": folder, "stdout": output, "stderr": output, **user}
            initialise(bin_folder, folder, shared)
            options = [f"-c{name}={value}" for name, value in SANS_RESEAU.items()]
            server = subprocess.Popen(
                [bin_folder / "postgres", "-D", folder / "donnees", f"-k{folder}", *options],
                start_new_session=True,  # a Ctrl-C stops the tests first, then us, then it
                **shared,
            )
        try:
            wait_until_ready(server, folder, journal)
            for base in BASES:
                command = [bin_folder / "createdb", "-h", folder, "-U", "maillage", base]
                subprocess.run(command, check=True)
            yield {
                "MAILLAGE_MOULES": "1",
                "DATABASE_URL": f"postgresql://maillage@/maillage?host={folder}",
                "CLES_DATABASE_URL": f"postgresql://maillage@/cles?host={folder}",
                "PUBLICATIONS_DATABASE_URL": f"postgresql://maillage@/publications?host={folder}"
                "&options=-c%20search_path%3Dpublications",
            }
        finally:
            server.send_signal(signal.SIGINT)  # «fast» stop
            server.wait(PATIENCE)
