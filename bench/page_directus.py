"""The peer of `bench.page`: Directus, installed by npm in its own folder, started on SQLite with the same rows in clear.

Tuned in good faith: production mode, no request log, no rate limit, index on what is filtered and sorted, admin token.
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from bench.page_base import programmes

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "directus"
VERSION = "11.3.5"  # the newest that runs on node 20
JETON = secrets.token_hex(16)
PATIENCE = 240  # seconds before the first answer, on a busy machine


def installer() -> str:
    """Put Directus in its folder, once; return its version and that of node."""
    if not (PAIR / "node_modules" / "directus" / "cli.js").exists():
        print("installing the peer in bench/.peers/directus (some minutes, 470 MB)", flush=True)
        PAIR.mkdir(parents=True, exist_ok=True)
        (PAIR / "package.json").write_text('{"name": "peer", "private": true}', encoding="utf-8")
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", f"directus@{VERSION}"],
            cwd=PAIR, check=True,
        )  # fmt: skip
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout
    return f"Directus {VERSION} on node {node.strip()}"


def batir_en_clair(fichier: Path, total: int, nombre: int) -> None:
    """The same children in clear, in the tables of a peer: indexed on what its requests filter and sort."""
    with sqlite3.connect(fichier) as base:
        base.executescript(
            "CREATE TABLE enfants (id CHAR(36) PRIMARY KEY, programme VARCHAR(40), nom VARCHAR(80), prenom VARCHAR(80),"
            " naissance DATE, sexe VARCHAR(8), adresse VARCHAR(160), classe VARCHAR(20), ecole VARCHAR(120),"
            " etape VARCHAR(40), entree DATE, referent VARCHAR(80), echeance DATE);"
            "CREATE TABLE notes (id CHAR(36) PRIMARY KEY, enfant CHAR(36) REFERENCES enfants(id), volet VARCHAR(20),"
            " le DATE, nature VARCHAR(40), texte TEXT, auteur VARCHAR(80));"
        )
        for code, gens in programmes(total, nombre):
            base.executemany(
                f"INSERT INTO enfants VALUES ({','.join('?' * 13)})",
                (
                    (str(e.id), code, e.nom, e.prenom, e.naissance, e.sexe, e.adresse, e.classe, e.ecole,
                     e.etape, e.entree, f"Amina {code}", e.echeance.isoformat())
                    for e in gens
                ),
            )  # fmt: skip
            base.executemany(
                "INSERT INTO notes VALUES (?,?,?,?,?,?,?)",
                (
                    (str(n.id), str(e.id), n.volet, n.le.isoformat(), n.nature, n.texte, f"ref {code}")
                    for e in gens
                    for n in e.notes
                ),
            )  # fmt: skip
        base.executescript(
            "CREATE INDEX enfants_tries ON enfants (programme, nom, prenom);"
            "CREATE INDEX notes_de_l_enfant ON notes (enfant, le);"
        )


def _variables(dossier: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(dossier), "NODE_ENV": "production",
        "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "KEY": "banc", "SECRET": secrets.token_hex(16), "LOG_LEVEL": "error",
        "DB_CLIENT": "sqlite3", "DB_FILENAME": str(dossier / "directus.sqlite3"),
        "ADMIN_EMAIL": "banc@example.org", "ADMIN_PASSWORD": secrets.token_hex(16),
        "ADMIN_TOKEN": JETON, "TELEMETRY": "false", "RATE_LIMITER_ENABLED": "false",
        "CACHE_ENABLED": "false", "QUERY_LIMIT_DEFAULT": "200",
    }  # fmt: skip


def batir(dossier: Path, total: int, nombre: int) -> None:
    """Bootstrap its own tables, then ours beside them, known as collections with their relation."""
    fichier = dossier / "directus.sqlite3"
    if not fichier.exists():
        subprocess.run(
            _commande("bootstrap"), cwd=PAIR, env=_variables(dossier, 0), check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        batir_en_clair(fichier, total, nombre)
        with sqlite3.connect(fichier) as base:
            base.executemany(
                "INSERT INTO directus_collections (collection) VALUES (?)",
                [("enfants",), ("notes",)],
            )
            base.execute(
                "INSERT INTO directus_fields (collection, field, special) VALUES ('enfants', 'notes', 'o2m')"
            )
            base.execute(
                "INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field)"
                " VALUES ('notes', 'enfant', 'enfants', 'notes')"
            )
    with sqlite3.connect(fichier) as base:
        base.execute("UPDATE directus_users SET token = ?", (JETON,))


def _commande(ordre: str) -> list[str]:
    return [shutil.which("node") or "node", "node_modules/directus/cli.js", ordre]


def demarrer(dossier: Path, port: int) -> subprocess.Popen[bytes]:
    """Start one server process and wait for its first answer."""
    serveur = subprocess.Popen(
        _commande("start"), cwd=PAIR, env=_variables(dossier, port),
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        lien = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            lien.request("GET", "/server/ping")
            if lien.getresponse().status == 200:
                return serveur
        except OSError:
            time.sleep(0.5)
        finally:
            lien.close()
    serveur.kill()
    raise RuntimeError("Directus did not start")


def adresses(premier: object) -> dict[str, str]:
    """The same rows by its items API: the timeline alone, the child with it, the first 50 of a programme."""
    fil = f"/items/notes?filter[enfant][_eq]={premier}&sort=-le&limit=200"
    complet = (
        f"/items/enfants/{premier}?fields=*,notes.*&deep[notes][_sort]=-le&deep[notes][_limit]=200"
    )
    liste = "/items/enfants?filter[programme][_eq]={}&sort=nom,prenom&limit=50&meta=filter_count"
    return {
        "fil": fil,
        "fiche": complet,
        "liste": liste.format("grand"),
        "petite_liste": liste.format("temoin"),
    }
