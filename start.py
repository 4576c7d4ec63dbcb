#!/usr/bin/env python3
"""Maillage in one command: `python3 start.py demo`, `python3 start.py test`; `help` lists the others.

Standard library only. It prepares `.venv` from the hashed requirements, then hands over to the product.
Exit codes: 0 done, 1 failure, 2 wrong command, 3 port already taken, 4 environment impossible to build;
`test`, `verify`, `bench` and `maillage` give the exit code of the program they run.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the message is for those who start it with an old Python
    sys.exit(
        "Maillage demande Python 3.11 ou plus récent ; celui-ci est le {}.{}.\n"
        "Sous Debian ou Ubuntu : sudo apt-get install python3 python3-venv. "
        "Sous Windows : installez Python depuis son site officiel.".format(*sys.version_info[:2])
    )

import argparse
import hashlib
import http.client
import importlib.util
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "maillage.json"
DATA = Path(os.environ.get("MAILLAGE_DATA") or ROOT / "var").resolve()
DEMO = DATA / "demo"
REAL_SERVICE = (
    "DATABASE_URL", "CLES_DATABASE_URL", "MAILLAGE_CLE", "MAILLAGE_SECRET_KEY", "MAILLAGE_MURS",
    "PROPRIETAIRE_DATABASE_URL", "PUBLICATIONS_DATABASE_URL", "LECTURE_DATABASE_URL",
)  # fmt: skip
PORT_TAKEN, NO_ENVIRONMENT = 3, 4
PATIENCE = 60  # seconds given to the server before its first answer


class Failure(Exception):
    """A stop explained in French, with its exit code."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def say(text):
    print(text, flush=True)


# --- environment -----------------------------------------------------------------------------


def digest(kind):
    return hashlib.sha256((ROOT / "requirements" / f"{kind}.txt").read_bytes()).hexdigest()


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def ensure_environment(kind):
    """Make `.venv` hold the locked requirements of `kind` («app» or «test»); nothing to do most of the time."""
    wanted = {"python": platform.python_version(), "app": digest("app")}
    if kind == "test":
        wanted["test"] = digest("test")
    have = read_json(STAMP) if PYTHON.exists() else {}
    if all(have.get(key) == value for key, value in wanted.items()):
        return
    if VENV.is_symlink():  # shared with other working trees: clearing it would stop them all
        if not PYTHON.exists():
            raise Failure(f"{VENV} est un lien vers un environnement vide.", NO_ENVIRONMENT)
        say("Environnement partagé (.venv est un lien) : il n'est pas modifié d'ici.")
        return
    start = time.monotonic()
    say("Préparation de l'environnement (une seule fois, une minute environ)…")
    keep = have and all(have.get(key, value) == value for key, value in wanted.items())
    install(kind, keep=keep)
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    say(f"Environnement prêt en {time.monotonic() - start:.0f} s.")


def install(kind, *, keep):
    """Install with uv when it works here, otherwise with pip; both check every hash."""
    requirements = str(ROOT / "requirements" / f"{kind}.txt")
    uv = shutil.which("uv")
    if uv:
        made = keep or quiet(
            [uv, "venv", "-q", "--no-project", "--clear", "-p", sys.executable, str(VENV)]
        )
        if made and quiet(
            [uv, "pip", "install", "-q", "-p", str(PYTHON), "--require-hashes", "-r", requirements]
        ):
            return
    if not (keep and quiet([str(PYTHON), "-m", "pip", "--version"])):
        make_venv()
    options = ["-q", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    if subprocess.call([str(PYTHON), "-m", "pip", "install", *options, "-r", requirements]):
        raise Failure(
            "L'installation des dépendances n'a pas abouti (voir ci-dessus). "
            "Vérifiez l'accès au dépôt de paquets Python, puis relancez la même commande.",
            NO_ENVIRONMENT,
        )


def make_venv():
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Failure(
            "Il manque à ce Python de quoi créer un environnement. Sous Debian ou Ubuntu : "
            f"sudo apt-get install python3-venv (ou python{version}-venv), puis relancez.",
            NO_ENVIRONMENT,
        )
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise Failure(f"L'environnement {VENV} n'a pas pu être créé.", NO_ENVIRONMENT)


def quiet(command):
    found = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return found.returncode == 0


def environ(situation):
    """The variables of a run: `demo` never sees the addresses nor the keys of a real service."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "MAILLAGE_DATA": str(DATA),
    }
    env.pop("MAILLAGE_DEMO", None)
    if situation == "demo":
        env = {key: value for key, value in env.items() if key not in REAL_SERVICE}
        env["MAILLAGE_DEMO"] = "1"
    env["DJANGO_SETTINGS_MODULE"] = f"maillage.config.settings.{situation}"
    return env


def hand_over(arguments, env):
    """Run Python of the environment in our place, so that signals and exit code are its own."""
    command = [str(PYTHON), *arguments]
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, env)  # noqa: S606 - our own interpreter; never returns
    return subprocess.call(command, env=env)


# --- server and worker -----------------------------------------------------------------------


def port_number(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un port (de 1 à 65535)")
    return int(text)


def check_port(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if not WINDOWS:  # there, the option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refused:
            raise Failure(
                f"Le port {port} est déjà pris, ou interdit, sur cette machine. "
                f"Choisissez-en un autre, par exemple : --port {port + 1 if port < 65535 else 8000}.",
                PORT_TAKEN,
            ) from refused


def manage(env, *arguments):
    """Run one management command to its end; its output is shown."""
    if subprocess.call([str(PYTHON), "-m", "django", *arguments], env=env, cwd=ROOT):
        raise Failure(f"L'étape « {' '.join(arguments)} » n'a pas abouti (voir ci-dessus).")


def make_folders(data):
    """The data and, apart, the keys: for the owner of the service alone."""
    for folder in (data, data / "cles", data / "publications"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def prepare_databases(env):
    say("Préparation des bases…")
    manage(env, "creer_les_tables", "--verbosity", "0")
    manage(env, "createcachetable", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")


def as_owner(env):
    """The same run under the owner of the tables, when the application has a role of its own."""
    owner = env.get("PROPRIETAIRE_DATABASE_URL")
    return {**env, "DATABASE_URL": owner} if owner else env


def prepare_walls(env):
    """Put up the second wall under the owner's role, then have the application's role say that it holds."""
    if env.get("MAILLAGE_MURS") != "1":
        return
    role = urlsplit(env.get("DATABASE_URL", "")).username
    if not (role and env.get("PROPRIETAIRE_DATABASE_URL")):
        raise Failure(
            "MAILLAGE_MURS=1 demande DATABASE_URL (PostgreSQL, rôle de l'application) et "
            "PROPRIETAIRE_DATABASE_URL (rôle propriétaire) : voir docs/exploitation/murs.md."
        )
    for who, arguments in (
        (as_owner(env), ["poser", "--role", unquote(role)]),
        (env, ["verifier"]),
    ):
        if subprocess.call([str(PYTHON), "-m", "maillage", "murs", *arguments], env=who, cwd=ROOT):
            raise Failure("Les murs ne tiennent pas (voir ci-dessus) : rien n'est servi.")


def server_command(port):
    app = "maillage.config.wsgi:application"
    if WINDOWS:
        return ["-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4", app]
    options = "--workers 1 --threads 4 --graceful-timeout 5 --log-level warning --no-control-socket"
    return ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options.split(), app]


# Verbosity 0: the trace of a failed job could quote a row of a tracker; its result stays in the database.
WORKER = (
    "-m django db_worker --queue-name * --interval 0.5 --no-startup-delay --no-reload -v 0".split()  # noqa: SIM905 - read as typed
)


def spawn(arguments, env):
    """Start a process in a group of its own: Ctrl-C reaches us alone, and we stop the group in order."""
    group = (
        {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        if WINDOWS
        else {"start_new_session": True}
    )
    return subprocess.Popen([str(PYTHON), *arguments], env=env, cwd=ROOT, **group)


def send(process, number):
    try:
        if WINDOWS:
            process.send_signal(number)
        else:
            os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def stop_all(processes):
    gentle = signal.CTRL_BREAK_EVENT if WINDOWS else signal.SIGTERM
    for process in processes:
        send(process, gentle)
    deadline = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            send(process, signal.SIGTERM if WINDOWS else signal.SIGKILL)
            process.wait()


def answers(port, env):
    host = env.get("MAILLAGE_HOTES", "").split(",")[0] or "127.0.0.1"
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/sante/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def supervise(env, port, welcome):
    """Run server and worker until a signal (0) or until one of them ends (1); never leave one alone."""
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    processes = {"le serveur": spawn(server_command(port), env)}
    deadline = time.monotonic() + PATIENCE
    ready = False
    try:
        while not stop.wait(0.3 if ready else 0.05):
            fallen = [name for name, process in processes.items() if process.poll() is not None]
            if fallen:
                raise Failure(f"Arrêt : {fallen[0]} a cessé de tourner (voir ci-dessus).")
            if not ready and answers(port, env):
                ready = True  # only now the worker, so that the first page does not wait for it
                processes["l'exécution des travaux"] = spawn(WORKER, env)
                say(welcome)
            if not ready and time.monotonic() > deadline:
                raise Failure(f"Arrêt : le serveur ne répond pas après {PATIENCE} s.")
    finally:
        stop_all(list(processes.values()))
    say("Maillage est arrêté.")
    return 0


# --- commands --------------------------------------------------------------------------------


def fingerprint():
    """What the prepared demonstration depends on: the sources, their data and the locked requirements."""
    total = hashlib.sha256(digest("app").encode())
    for path in sorted((ROOT / "src").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def demo(options):
    check_port(options.port)
    ensure_environment("app")
    if options.reset and DEMO.exists():
        say("Les données de démonstration sont effacées.")
        shutil.rmtree(DEMO)
    make_folders(DEMO)
    env, stamp, source = environ("demo"), DEMO / "prete.json", fingerprint()
    ready = read_json(stamp)
    if ready.get("source") != source:
        prepare_databases(env)
        manage(env, "demo_preparer")
        manage(env, "demo_eps")
        manage(env, "demo_publication")
        people = [str(PYTHON), "-m", "django", "demo_personas"]
        told = subprocess.run(
            people, env=env, cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        )
        if told.returncode:
            raise Failure(f"La liste des personnages n'a pas pu être lue.\n{told.stderr}")
        ready = {"source": source, "personas": told.stdout}
        stamp.write_text(json.dumps(ready), encoding="utf-8")
    welcome = (
        f"\nMaillage (démonstration, personnes inventées) : http://127.0.0.1:{options.port}/\n\n"
        f"{ready['personas'].rstrip()}\n\nCtrl-C pour arrêter."
    )
    return supervise(env, options.port, welcome)


def serve(options):
    check_port(options.port)
    missing = [
        name for name in ("MAILLAGE_SECRET_KEY", "MAILLAGE_HOTES") if not os.environ.get(name)
    ]
    if missing:
        raise Failure(f"Il manque {' et '.join(missing)} : voir docs/exploitation/installer.md.")
    ensure_environment("app")
    make_folders(DATA)
    env = environ("production")
    owner = as_owner(env)
    prepare_databases(owner)
    prepare_walls(env)
    say("Vérification des dossiers purgés…")
    replay = [str(PYTHON), "-m", "maillage", "sauvegarde", "rejouer"]
    if subprocess.call(replay, env=owner, cwd=ROOT):
        raise Failure("Arrêt : des dossiers purgés sont peut-être revenus (voir ci-dessus).")
    env.pop("PROPRIETAIRE_DATABASE_URL", None)  # neither the server nor the worker holds it
    return supervise(
        env, options.port, f"Maillage répond au relais HTTPS sur 127.0.0.1:{options.port}."
    )


def situation():
    return "production" if os.environ.get("MAILLAGE_SECRET_KEY") else "demo"


def maillage(options):
    ensure_environment("app")
    env = environ(situation())
    database = (DEMO if situation() == "demo" else DATA) / "maillage.sqlite3"
    if not env.get("DATABASE_URL") and not database.exists():
        env["MAILLAGE_SCRATCH"] = "1"
    return hand_over(["-m", "maillage", *options.rest], env)


def shell(options):
    ensure_environment("app")
    return hand_over(["-m", "django", "shell", *options.rest], environ(situation()))


def test_command(module):
    """A command that runs a module of the repository with the test requirements."""

    def run(options):
        ensure_environment("test")
        os.chdir(ROOT)
        return hand_over(["-m", module, *options.rest], environ("essais"))

    return run


def bench(options):
    scripts = [
        path for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text("utf-8")
    ]
    known = sorted(path.stem for path in scripts)
    name, *rest = options.rest or [""]
    if name not in known:
        raise Failure(f"Mesures connues : {', '.join(known) or 'aucune'}.", 2)
    options.rest = rest
    return test_command(f"bench.{name}")(options)


COMMANDS = {
    "demo": (demo, "démonstration : [--port N] [--reset]"),
    "test": (test_command("tests.suite"), "toute la suite : [--quick] [arguments de pytest…]"),
    "verify": (
        test_command("tests.verification"),
        "contrôle avant un commit : style, types, contrats",
    ),
    "serve": (serve, "service réel, derrière un relais HTTPS : [--port N]"),
    "bench": (bench, "une mesure publiée : NOM"),
    "maillage": (maillage, "la ligne de commande du produit : ARGUMENTS…"),
    "shell": (shell, "Python interactif dans l'application"),
    "carte": (test_command("tests.maison.carte"), "réécrit docs/carte.md et .importlinter"),
}


def main(arguments):
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        lines = [f"  {name:<9} {about}" for name, (_, about) in COMMANDS.items()]
        say("\n".join(["python3 start.py COMMANDE", *lines, "  help      cette liste"]))
        return 0
    name, rest = arguments[0], arguments[1:]
    if name not in COMMANDS:
        raise Failure(f"Commande inconnue : {name}. « python3 start.py help » les donne.", 2)
    parser = argparse.ArgumentParser(prog=f"start.py {name}", description=COMMANDS[name][1])
    if name in ("demo", "serve"):
        parser.add_argument("--port", type=port_number, default=8000, help="port local (8000)")
    if name == "demo":
        parser.add_argument(
            "--reset", action="store_true", help="efface les données de démonstration"
        )
    if name in ("demo", "serve"):
        options = parser.parse_args(rest)
    else:
        options = argparse.Namespace(rest=rest)
    return COMMANDS[name][0](options)


def interrupted(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, interrupted)
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(failure.code)
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        sys.exit(130)
