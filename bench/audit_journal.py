"""Verification of the journal: the stand-alone verifier against a naive reading row by row with the ORM, on the same events.

Events are written by the product in an embedded database, repeated under new ranks to reach the number asked. Timed: the
verifier on the export (its own process, start-up included), the verifier on the SQLite file, the naive loop, one event
noted alone. Verifications are counted in processor seconds, on one core. `python -m bench.audit_journal [--evenements N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

OBJECTIF = 500_000  # events a second (security.md, 8.7)
CHAINE = UUID(int=1)


def preparer(dossier: Path) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="maillage.config.settings.demo",
        MAILLAGE_DEMO="1",
        MAILLAGE_DATA=str(dossier),
    )
    import django

    django.setup()
    from maillage.config.commandes import preparer_l_essai

    preparer_l_essai("bench")


def ecrire(nombre: int) -> float:
    """Fill the chain; return the milliseconds of one event noted alone in its transaction (median of 200)."""
    from maillage.tracabilite.services import Fait, noter

    enfants = [uuid4() for _ in range(160)]
    personnes = [uuid4() for _ in range(8)]

    def fait(n: int) -> Fait:
        simple = {"acte": "lire", "programme": CHAINE, "regle": "referent_dossier"}
        liste = tuple(enfants[:20]) if n % 50 == 0 else ()
        return Fait(
            acteur=personnes[n % 8], volet="parcours", dossiers=liste,
            dossier=None if liste else enfants[n % 160], **simple,
        )  # fmt: skip

    for debut in range(0, nombre, 5000):
        noter(*(fait(n) for n in range(debut, min(debut + 5000, nombre))))
    durees = []
    for n in range(1, 201):
        debut_s = time.perf_counter()
        noter(fait(n if n % 50 else 1))
        durees.append(time.perf_counter() - debut_s)
    return sorted(durees)[100] * 1000


def chronometrer(commande: list[Any]) -> float:
    """Processor seconds of a command: on a shared machine, the clock on the wall times the neighbours."""
    avant = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(c) for c in commande], check=True, stdout=subprocess.DEVNULL)
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    return apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime


def naif() -> float:
    """What one writes first: each row as an object, digested again."""
    from maillage.tracabilite.models import Evenement
    from maillage.tracabilite.rules.chaine import empreinte, origine

    debut, attendu = time.process_time(), origine(CHAINE)
    for e in Evenement.objects.filter(chaine=CHAINE).order_by("rang").iterator():
        juste = empreinte(e.rang, e.contenu, e.precedent)
        if e.precedent != attendu or e.empreinte != juste:
            raise SystemExit(f"broken at {e.rang}")
        attendu = e.empreinte
    return time.process_time() - debut


def mesurer(dossier: Path, nombre: int) -> dict[str, float]:
    preparer(dossier)
    un_seul = ecrire(nombre)
    from maillage.tracabilite import verificateur
    from maillage.tracabilite.export import lignes

    export = dossier / "journal.jsonl"
    with export.open("w", encoding="utf-8", newline="\n") as sortie:
        sortie.writelines(lignes([CHAINE]))
    base = next(dossier.rglob("maillage.sqlite3"))
    seul = [sys.executable, "-I", "-S", verificateur.__file__]
    return {
        "un_evenement_ms": un_seul,
        "export": min(chronometrer([*seul, export]) for _ in range(3)),
        "base": min(chronometrer([*seul, base]) for _ in range(2)),
        "naif": naif(),
    }


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--evenements", type=int, default=500_000)
    nombre = options.parse_args().evenements
    with tempfile.TemporaryDirectory() as dossier:
        m = mesurer(Path(dossier), nombre)
    nombre += 200
    debits = {cle: nombre / m[cle] for cle in ("export", "base", "naif")}
    print(f"Python {platform.python_version()}, {nombre} events")
    print(f"naive, row by row with the ORM   : {debits['naif']:>9,.0f} events/s")
    print(
        f"verifier on the SQLite base      : {debits['base']:>9,.0f} events/s (links, columns, lists)"
    )
    print(f"verifier on the export           : {debits['export']:>9,.0f} events/s")
    print(
        f"one event noted alone            : {m['un_evenement_ms']:.2f} ms (durable profile, median)"
    )
    ok = debits["export"] >= OBJECTIF
    dit = {"bench": "audit_journal", "ratio": round(debits["export"] / debits["naif"], 1)}
    print(json.dumps({**dit, "events_per_s": round(debits["export"]), "goal": OBJECTIF, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
