"""Cost of two pages, everything on (sign-in, policy, charte, decryption, journal of accesses, HTML), against readers of clear rows.

CPU per request (user and system of every server process) of a child's page whose timeline holds 200 entries and of the first
50 children of a programme of 1,000, beside the items API of Directus (JSON, admin token, no sign-in, no journal, rows in clear)
on the same rows; then the same pages of one programme while the rest of the base grows.
One server process each, warmed, asked in turn; the median of the rounds is kept. `python -m bench.page [--enfants N]`; the last
line is JSON. Bases are kept in `bench/.peers/page` for the next run.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench import page_directus
from bench.page_base import ENTREES, GRAND, TEMOIN, programmes

ICI = Path(__file__).parent
BASES = ICI / ".peers" / "page"
DATASETTE = "0.65.5"
PAIR_HTML = ICI / ".peers" / "datasette"
PETITE = (1000, 10)
CROISSANCE = 1.2
TIC = os.sysconf("SC_CLK_TCK")
PATIENCE = 120


@dataclass
class Cible:
    """One address of one server, and the milliseconds of CPU of each round."""

    nom: str
    pid: int
    port: int
    adresse: str
    entetes: Mapping[str, str]
    tours: list[float] = field(default_factory=list)
    attentes: list[float] = field(default_factory=list)
    octets: int = 0

    @property
    def cpu(self) -> float:
        return statistics.median(self.tours)

    def demander(self, fois: int) -> None:
        lien = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(fois):
            debut = time.perf_counter()
            lien.request("GET", self.adresse, headers=dict(self.entetes))
            reponse = lien.getresponse()
            self.octets = len(reponse.read())
            self.attentes.append((time.perf_counter() - debut) * 1000)
            if reponse.status != 200:
                raise RuntimeError(f"{self.nom}: {reponse.status} at {self.adresse}")
        lien.close()

    def mesurer(self, fois: int) -> None:
        avant = processeur(self.pid)
        self.demander(fois)
        self.tours.append((processeur(self.pid) - avant) * 1000 / fois)


def processeur(pid: int) -> float:
    """Seconds of CPU of a process and of all its children."""
    proc = Path("/proc") / str(pid)
    lus = (proc / "stat").read_text().rpartition(")")[2].split()
    enfants = (proc / "task" / str(pid) / "children").read_text().split()
    return (int(lus[11]) + int(lus[12])) / TIC + sum(processeur(int(e)) for e in enfants)


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


# --- servers ---------------------------------------------------------------------------------


def variables(dossier: Path) -> dict[str, str]:
    """A real service: production settings, embedded bases with their durable profile."""
    gardees = {k: v for k, v in os.environ.items() if k not in ("MAILLAGE_DEMO", "DATABASE_URL")}
    return {
        **gardees,
        "PYTHONPATH": os.pathsep.join((str(ICI.parent / "src"), str(ICI.parent))),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings.production",
        "MAILLAGE_SECRET_KEY": "banc-d-essai-" * 8,
        "MAILLAGE_HOTES": "127.0.0.1",
        "MAILLAGE_DATA": str(dossier),
    }


def notre_base(total: int, nombre: int) -> tuple[Path, dict[str, dict]]:
    """Build the base, once; then sign in and count the queries of each page."""
    dossier = BASES / f"maillage-{total}-{nombre}"
    pret = dossier / "pret"
    if not pret.exists():
        print(f"building a base of {total:,} sealed children, {nombre} programmes", flush=True)
        dossier.mkdir(parents=True, exist_ok=True)
        _ordre("batir", dossier, total, nombre)
        pret.touch()
    return dossier, json.loads(_ordre("ouvrir", dossier, total, nombre))


def _ordre(ordre: str, dossier: Path, total: int, nombre: int) -> str:
    lance = subprocess.run(
        [sys.executable, "-m", "bench.page_base", ordre, str(total), str(nombre)],
        env=variables(dossier), cwd=ICI.parent, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return lance.stdout.splitlines()[-1]


@contextmanager
def serveur(commande: list[str], port: int, **options: object) -> Iterator[int]:
    """Run a server until the block ends; give its process number once it listens."""
    lance = subprocess.Popen(commande, stdout=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    try:
        fin = time.monotonic() + PATIENCE
        while time.monotonic() < fin and lance.poll() is None:
            with socket.socket() as prise:
                if prise.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.3)
        yield lance.pid
    finally:
        lance.terminate()
        lance.wait()


def nous(pile: ExitStack, nom: str, total: int, nombre: int) -> tuple[dict[str, Cible], dict]:
    """Our server on a base of this size: one process, as `start.py serve` runs it."""
    dossier, pages = notre_base(total, nombre)
    port = port_libre()
    options = "--workers 1 --threads 4 --log-level warning --no-control-socket".split()  # noqa: SIM905
    commande = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options,
        "maillage.config.wsgi:application",
    ]  # fmt: skip
    pid = pile.enter_context(serveur(commande, port, env=variables(dossier), cwd=ICI.parent))
    entetes = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}
    return {
        page: Cible(f"{nom} {page}", pid, port, p["adresse"], {**entetes, "Cookie": f"__Host-session={p['temoin']}"})
        for page, p in pages.items()
    }, {page: p["requetes"] for page, p in pages.items()}  # fmt: skip


def directus(pile: ExitStack, total: int, nombre: int) -> dict[str, Cible]:
    """The peer, on the same rows in clear."""
    dossier = BASES / f"directus-{total}-{nombre}"
    dossier.mkdir(parents=True, exist_ok=True)
    page_directus.batir(dossier, total, nombre)
    port = port_libre()
    lance = page_directus.demarrer(dossier, port)
    pile.callback(lance.wait)
    pile.callback(lance.terminate)
    premier = next(programmes(*PETITE))[1][0].id
    jeton = {"Authorization": f"Bearer {page_directus.JETON}"}
    return {
        page: Cible(f"Directus {page}", lance.pid, port, adresse, jeton)
        for page, adresse in page_directus.adresses(premier).items()
    }


def datasette(pile: ExitStack, total: int, nombre: int) -> dict[str, Cible]:
    """A reader of SQLite files: HTML, nobody signed in."""
    python = PAIR_HTML / "bin" / "python"
    if not (PAIR_HTML / "bin" / "datasette").exists():
        venv.create(PAIR_HTML, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"datasette=={DATASETTE}"], check=True)  # fmt: skip
    fichier = BASES / f"clair-{total}-{nombre}" / "clair.sqlite3"
    if not fichier.exists():
        fichier.parent.mkdir(parents=True, exist_ok=True)
        page_directus.batir_en_clair(fichier, total, nombre)
    port = port_libre()
    commande = [str(PAIR_HTML / "bin" / "datasette"), "serve", "-i", str(fichier), "-p", str(port)]
    pid = pile.enter_context(serveur(commande, port, stderr=subprocess.DEVNULL))
    adresse = "/clair/enfants?programme=grand&_sort=nom&_size=50"
    return {"liste": Cible("Datasette liste", pid, port, adresse, {})}


# --- the measure -----------------------------------------------------------------------------


def comparer(total: int, nombre: int, tours: int, fois: int) -> dict[str, object]:
    """Ask every address in turn, `tours` times `fois` requests, and judge the claims."""
    with ExitStack() as pile:
        petits, requetes_petites = nous(pile, "ours, small base", *PETITE)
        notres, requetes = nous(pile, "ours", total, nombre)
        leurs = directus(pile, total, nombre)
        lecteur = datasette(pile, total, nombre)
        cibles = [*petits.values(), *notres.values(), *leurs.values(), *lecteur.values()]
        for cible in cibles:
            cible.demander(20)
            cible.attentes.clear()
        for tour in range(tours):
            for cible in cibles if tour % 2 else reversed(cibles):
                cible.mesurer(fois)
    print(f"{'CPU ms per request':34} median   min   max   wall  bytes")
    for c in cibles:
        print(
            f"{c.nom:34} {c.cpu:6.2f} {min(c.tours):5.2f} {max(c.tours):5.2f}"
            f" {statistics.median(c.attentes):6.1f} {c.octets:6d}"
        )
    print(f"queries: {requetes_petites} in the small base, {requetes} in the large one")
    return _bilan(petits, notres, leurs, requetes_petites, requetes)


def _rapport(a: Cible, b: Cible) -> float:
    """Median of the ratios round by round: a busy machine slows both."""
    return statistics.median(x / y for x, y in zip(a.tours, b.tours, strict=True))


def _bilan(
    petits: dict[str, Cible],
    notres: dict[str, Cible],
    leurs: dict[str, Cible],
    avant: dict[str, int],
    apres: dict[str, int],
) -> dict[str, object]:
    fiche = _rapport(notres["fiche"], leurs["fil"])
    liste = _rapport(notres["liste"], leurs["liste"]) if "liste" in notres else 0.0
    croissance = {p: _rapport(notres[p], petits[p]) for p in petits}
    constantes = all(apres[p] == n for p, n in avant.items())
    print(f"child page / its timeline alone in JSON {fiche:.2f}; / the child with it {_rapport(notres['fiche'], leurs['fiche']):.2f}")  # fmt: skip
    print(f"first 50 of {GRAND:,} / the same in JSON {liste:.2f}")
    print("growth " + ", ".join(f"{p} {r:.2f}" for p, r in croissance.items()))
    ok = max(fiche, liste) <= 1.0 and max(croissance.values()) <= CROISSANCE and constantes
    return {
        "bench": "page", "ratio": round(fiche, 2), "goal": 1.0, "ok": ok,
        "list": round(liste, 2), "growth": round(max(croissance.values()), 2),
        "growth_goal": CROISSANCE, "queries": apres, "constant_queries": constantes,
    }  # fmt: skip


def principal() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--enfants", type=int, default=100_000)
    options.add_argument("--programmes", type=int, default=600)
    options.add_argument("--tours", type=int, default=7)
    options.add_argument("--requetes", type=int, default=40)
    lues = options.parse_args()
    print(
        f"Python {platform.python_version()}, Django {version('django')}, gunicorn {version('gunicorn')};"
        f" {page_directus.installer()}; Datasette {DATASETTE}"
    )
    print(f"{lues.enfants:,} children, {lues.programmes} programmes ({GRAND:,} in one, {TEMOIN} in the one that stays); timeline of {ENTREES}")  # fmt: skip
    bilan = comparer(lues.enfants, lues.programmes, lues.tours, lues.requetes)
    print(json.dumps(bilan))
    return 0 if bilan["ok"] else 1


if __name__ == "__main__":
    sys.exit(principal())
