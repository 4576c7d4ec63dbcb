"""The product as people meet it: server and job worker of `start.py demo`, on a free port, with data of their own."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import start
from tests.reserve import MOULES, empreinte

PATIENCE = 60


def variables(donnees: Path) -> dict[str, str]:
    """Environment of the demonstration, its data in `donnees`."""
    env = {k: v for k, v in os.environ.items() if k not in start.REAL_SERVICE}
    return {
        **env,
        "MAILLAGE_DEMO": "1",
        "MAILLAGE_DATA": str(donnees),
        "DJANGO_SETTINGS_MODULE": "tests.recits.reglages",
        "PYTHONPATH": os.pathsep.join((str(start.ROOT / "src"), str(start.ROOT))),
        "PYTHONUTF8": "1",
    }


def une_fois(ici: Path, faire: Callable[[Path], object]) -> Path:
    """Let one process of the tests make this folder; the others wait for it, or fall with it."""
    verrou, fini = ici.with_suffix(".verrou"), ici.with_suffix(".fini")
    ici.parent.mkdir(parents=True, exist_ok=True)
    try:
        verrou.touch(exist_ok=False)
    except FileExistsError:
        limite = time.monotonic() + 10 * PATIENCE
        while not fini.exists():
            assert time.monotonic() < limite, "un autre processus n'a pas fini de préparer"
            time.sleep(0.2)
        assert not fini.read_text(), fini.read_text()
        return ici
    faute = "la préparation a échoué dans un autre processus"
    try:
        faire(ici)
        faute = ""
    finally:
        fini.write_text(faute)
    return ici


def verser_les_moules(donnees: Path) -> None:
    """Start from databases already migrated, when the tests keep them; migrating again then does nothing."""
    for alias, nom in (
        ("default", "maillage"), ("cles", "cles/cles"), ("publications", "publications/publications"),
    ):  # fmt: skip
        moule = MOULES / empreinte() / f"{alias}.sqlite3"
        if moule.exists():
            shutil.copyfile(moule, donnees / "demo" / f"{nom}.sqlite3")


def preparer(donnees: Path, etat: str, depart: Path | None = None) -> Path:
    """Fill a folder with the programme that a story begins with."""
    if depart:
        shutil.copytree(depart, donnees)
    start.make_folders(donnees / "demo")
    if not depart:
        verser_les_moules(donnees)
    commande = [str(start.PYTHON), "-m", "tests.recits.preparation", etat]
    fait = subprocess.run(
        commande,
        env=variables(donnees),
        cwd=start.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fait.returncode == 0, fait.stderr[-3000:]
    return donnees


@dataclass(frozen=True, slots=True)
class Service:
    """A running product."""

    url: str
    donnees: Path

    @property
    def depots(self) -> list[str]:
        """Names of the files that the product keeps on disk."""
        dossier = self.donnees / "demo" / "depots"
        return sorted(p.name for p in dossier.iterdir()) if dossier.exists() else []

    def compter(self, table: str) -> int:
        """Rows of a table, read apart from the product."""
        with sqlite3.connect(self.donnees / "demo" / "maillage.sqlite3") as base:
            return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names written in the tests


def _port_libre() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sonde:
        sonde.bind(("127.0.0.1", 0))
        return int(sonde.getsockname()[1])


@contextmanager
def servir(donnees: Path) -> Iterator[Service]:
    """Run server and worker; both are stopped at the end, whatever happened."""
    port, env = _port_libre(), variables(donnees)
    processus = [start.spawn(start.server_command(port), env), start.spawn(start.WORKER, env)]
    try:
        limite = time.monotonic() + PATIENCE
        while not start.answers(port, env):
            assert time.monotonic() < limite, "le serveur ne répond pas"
            assert all(p.poll() is None for p in processus), "un processus est tombé"
            time.sleep(0.1)
        yield Service(f"http://127.0.0.1:{port}", donnees)
    finally:
        start.stop_all(processus)
