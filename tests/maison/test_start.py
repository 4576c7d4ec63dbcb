"""The launcher: what it refuses, what it says, and that it leaves nothing running behind it."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.maison.plan import RACINE

START = RACINE / "start.py"
posix = pytest.mark.skipif(os.name == "nt", reason="les groupes de processus de POSIX")

# A server that answers, a worker that waits; both write their pid so that the test can look for them afterwards.
SUPERVISED = """
    import importlib.util, pathlib, sys
    spec = importlib.util.spec_from_file_location("start", sys.argv[1])
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    start.PYTHON = sys.executable
    pid = "import os, pathlib; pathlib.Path('{}').write_text(str(os.getpid())); "
    server = pid.format("server") + (
        "from http.server import *; "
        "Answer = type('Answer', (BaseHTTPRequestHandler,), "
        "{'do_GET': lambda s: (s.send_response(200), s.end_headers()), 'log_message': lambda *a: None}); "
        "HTTPServer(('127.0.0.1', int(__import__('sys').argv[1])), Answer).serve_forever()"
    )
    start.ROOT = pathlib.Path.cwd()
    start.server_command = lambda port: ["-c", server, str(port)]
    start.WORKER = ["-c", pid.format("worker") + "import time; time.sleep(60)"]
    try:
        sys.exit(start.supervise({}, int(sys.argv[2]), "EN MARCHE"))
    except start.Failure as failure:
        print(failure)
        sys.exit(failure.code)
"""


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The launcher as a module, its environment and data in a temporary folder."""
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, value in (
        ("VENV", venv),
        ("PYTHON", venv / "python"),
        ("STAMP", venv / "maillage.json"),
    ):
        monkeypatch.setattr(module, name, value)
    return module


def launch(*arguments: str, script: Path = START) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_help_donne_toutes_les_commandes() -> None:
    told = launch("help")
    assert told.returncode == 0
    for command in ("demo", "test", "verify", "serve", "bench", "maillage", "shell"):
        assert f"  {command} " in told.stdout


def test_une_commande_inconnue_est_refusee() -> None:
    told = launch("demmo")
    assert told.returncode == 2
    assert "Commande inconnue" in told.stderr


@pytest.mark.parametrize("port", ["huit mille", "0", "65536", "-1"])
def test_un_port_impossible_est_refuse(port: str) -> None:
    assert launch("demo", f"--port={port}").returncode == 2


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_un_port_pris_est_dit_avant_tout_travail(tmp_path: Path) -> None:
    alone = shutil.copy(START, tmp_path / "start.py")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = launch("demo", "--port", str(port), script=alone)
    assert told.returncode == 3
    assert f"Le port {port} est déjà pris" in told.stderr
    assert list(tmp_path.iterdir()) == [alone]


def test_un_python_trop_ancien_lit_le_fichier_et_comprend_pourquoi() -> None:
    source = START.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    trick = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({str(START)!r})"
    told = subprocess.run(
        [sys.executable, "-c", trick], capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 1
    assert "Python 3.11 ou plus récent" in told.stderr
    assert "3.9" in told.stderr


def test_le_lanceur_ne_demande_que_la_bibliotheque_standard() -> None:
    roots = set()
    for node in ast.walk(ast.parse(START.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").split(".")[0])
    assert roots <= set(sys.stdlib_module_names)


def test_sans_venv_le_paquet_a_installer_est_nomme(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(start.Failure, match="apt-get install python3-venv") as refusal:
        start.make_venv()
    assert refusal.value.code == 4


def test_l_environnement_n_est_refait_que_s_il_a_change(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[tuple[str, bool]] = []

    def install(kind: str, *, keep: bool) -> None:
        built.append((kind, bool(keep)))
        start.PYTHON.parent.mkdir(exist_ok=True)
        start.PYTHON.touch()

    monkeypatch.setattr(start, "install", install)
    for kind in ("app", "app", "test", "test", "app"):
        start.ensure_environment(kind)
    assert built == [("app", False), ("test", True)]
    monkeypatch.setattr(start, "digest", lambda kind: f"other {kind}")
    start.ensure_environment("app")
    assert built[2:] == [("app", False)]


def test_la_demonstration_ignore_les_bases_et_les_cles_d_un_service(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in start.REAL_SERVICE:
        monkeypatch.setenv(name, "réel")
    demo, production = start.environ("demo"), start.environ("production")
    assert not set(start.REAL_SERVICE) & set(demo)
    assert demo["MAILLAGE_DEMO"] == "1"
    assert set(start.REAL_SERVICE) <= set(production)
    assert "MAILLAGE_DEMO" not in production


@posix
def test_les_donnees_et_les_cles_ne_sont_lisibles_que_par_leur_proprietaire(
    start: ModuleType, tmp_path: Path
) -> None:
    start.make_folders(tmp_path / "var" / "demo")
    for folder in ("var/demo", "var/demo/cles"):
        assert (tmp_path / folder).stat().st_mode & 0o077 == 0


def supervised(folder: Path) -> subprocess.Popen[str]:
    """Start the supervision in a folder and wait until it says that it answers."""
    script = folder / "supervised.py"
    script.write_text(textwrap.dedent(SUPERVISED), encoding="utf-8")
    command = [sys.executable, str(script), str(START), str(free_port())]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    assert process.stdout.readline() == "EN MARCHE\n"
    deadline = time.monotonic() + 20
    while not all(
        pid.exists() and pid.read_text() for pid in (folder / "server", folder / "worker")
    ):
        assert time.monotonic() < deadline, "both processes write their pid"
        time.sleep(0.02)
    return process


def alive(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text(encoding="utf-8")), 0)
    except ProcessLookupError:
        return False
    return True


@posix
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_un_signal_arrete_tout_sans_orphelin(tmp_path: Path, name: str) -> None:
    process = supervised(tmp_path)
    assert alive(tmp_path / "server")
    assert alive(tmp_path / "worker")
    process.send_signal(getattr(signal, name))
    assert process.communicate(timeout=20)[0] == "Maillage est arrêté.\n"
    assert process.returncode == 0
    assert not alive(tmp_path / "server")
    assert not alive(tmp_path / "worker")


@posix
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("fallen", ["server", "worker"])
def test_la_chute_de_l_un_arrete_l_autre_et_se_dit(tmp_path: Path, fallen: str) -> None:
    process = supervised(tmp_path)
    os.kill(int((tmp_path / fallen).read_text(encoding="utf-8")), signal.SIGKILL)
    assert "a cessé de tourner" in process.communicate(timeout=20)[0]
    assert process.returncode == 1
    assert not alive(tmp_path / "server")
    assert not alive(tmp_path / "worker")


def test_un_environnement_partage_n_est_jamais_vide_ni_refait(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another working tree, with other requirements, reaches the same environment through a link."""
    vrai = tmp_path / "vrai"
    (vrai / "bin").mkdir(parents=True)
    lien = tmp_path / "lien"
    lien.symlink_to(vrai)
    python = lien / "bin" / "python"
    monkeypatch.setattr(start, "VENV", lien)
    monkeypatch.setattr(start, "PYTHON", python)
    monkeypatch.setattr(start, "STAMP", lien / "maillage.json")
    monkeypatch.setattr(start, "install", lambda *_a, **_k: pytest.fail("refait"))
    with pytest.raises(start.Failure, match="lien"):
        start.ensure_environment("test")
    python.touch()
    start.ensure_environment("test")
    assert not (vrai / "maillage.json").exists()
