"""Every figure of a year from 100,000 parcours, against a pandas script doing the same on the same rows, exported in clear.

Ours starts from the sealed base: keys unwrapped, rows found, opened and read, children counted. The peer starts from files in
clear, which our own start would have had to open first: both whole times are told, and the counting alone. A third line tells what
the same pandas costs when a plain script has to open the same sealed rows before it. The figures of the three must be equal.
Each runs in a process of its own, in turn, some rounds; of each the least CPU is kept, imports left out.
`python -m bench.bilan [--parcours N] [--garder DIR] [--tours N]`; the last line is JSON.
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
import venv
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import bilan_base, bilan_scelle

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "pandas-ouvrant"
PAQUETS = ("pandas==3.1.1", "cryptography==50.0.2")
OBJECTIF = 1.0


def pair(script: str, ou: Path) -> dict[str, Any]:
    """A script of the peer, in its own environment, installed here on first use."""
    python = PAIR / "bin" / "python"
    if not python.exists():
        venv.create(PAIR, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PAQUETS], check=True)
    lance = [python, ICI / script, ou]
    return json.loads(subprocess.run(lance, check=True, capture_output=True, text=True).stdout)


def ouvrir(dossier: Path) -> None:
    """A base of our own: embedded, durable profile."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="maillage.config.settings.demo",
        MAILLAGE_DEMO="1",
        MAILLAGE_DATA=str(dossier),
    )
    import django

    django.setup()


def batir(dossier: Path, parcours: int) -> None:
    """Write both: sealed, and in clear."""
    from django.db import transaction

    from maillage.comptes import services
    from maillage.comptes.models import Programme, Utilisateur
    from maillage.config.commandes import preparer_l_essai
    from maillage.evaluations.models import CampagneDEvaluation

    preparer_l_essai("bilan")
    programme = Programme.objects.get(code="bilan")
    auteur = Utilisateur.objects.create_user(email="bilan@demo.example", nom="Bilan", est_demo=True)
    poste = services.ouvrir_poste(programme_id=programme.id, libelle="Poste", metier="referent_de_parcours")  # fmt: skip
    for rang in (1, 2):
        CampagneDEvaluation.objects.create(
            programme=programme, rentree=bilan_base.RENTREE, rang=rang, auteur=auteur,
            depuis=date(2025, 11, 1), jusqu_au=date(2025, 12, 1), formulaire=uuid4(),
        )  # fmt: skip
    gens = list(bilan_base.enfants(parcours))
    for debut in range(0, len(gens), bilan_base.LOT):
        lot = gens[debut : debut + bilan_base.LOT]
        with transaction.atomic(), transaction.atomic("cles"):
            bilan_scelle.ecrire(programme, auteur, poste, lot)
    tables = dossier / "tables"
    tables.mkdir()
    bilan_base.exporter(tables, gens)


def nous() -> dict[str, Any]:
    """Read, open, count; the counting is timed apart."""
    from maillage.comptes.models import Programme
    from maillage.notions.temps import AnneeScolaire
    from maillage.statistiques.queries.faits import faits_du_programme
    from maillage.statistiques.rules.mesures import toutes_les_valeurs

    programme = Programme.objects.get(code="bilan").pk
    depart, cpu = time.perf_counter(), time.process_time()
    faits = faits_du_programme(programme, AnneeScolaire(bilan_base.RENTREE), bilan_base.AU)
    lu, cpu_lu = time.perf_counter(), time.process_time()
    valeurs = toutes_les_valeurs(faits)
    return {
        "secondes": time.perf_counter() - depart, "compter_s": time.perf_counter() - lu,
        "cpu": time.process_time() - cpu, "compter_cpu": time.process_time() - cpu_lu,
        "memoire_mo": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "chiffres": _chiffres(valeurs),
    }  # fmt: skip


def _chiffres(v: dict[str, Any]) -> dict[str, Any]:
    nombres = ("enfants_suivis", "entrees", "sorties", "individualises", "situations_eps", "en_attente", "a_verifier")  # fmt: skip
    parts = ("motifs_de_sortie", "ages", "sexes", "motifs", "origines", "refus", "criteres_manquants", "changements")  # fmt: skip
    delais, vise = v["delais_droit_commun"], v["changements"]
    return {
        **{code: v[code].numerateur for code in nombres},
        **{
            code: {**{x.code: x.nombre for x in v[code].lignes}, "": v[code].inconnus}
            for code in parts
        },
        **{code: _duree(v[code]) for code in ("duree_des_clos", "duree_en_cours")},
        "evaluations": {x.code: x.nombre for x in v["couverture_evaluations"].lignes},
        "objectifs": [vise.numerateur, vise.denominateur],
        "delais_droit_commun": [_duree(delais), delais.denominateur, delais.a_part[0].nombre],
    }


def _duree(v: Any) -> list[Any]:
    m = v.mesure
    if m is None:
        return [v.numerateur, v.inconnus]
    return [v.numerateur, v.inconnus, m.mediane, round(m.moyenne, 6), m.minimum, m.maximum]


def differents(ours: dict[str, Any], leurs: dict[str, Any]) -> dict[str, Any]:
    """Figures that are not the same on both sides; a line that counts nobody is no line."""

    def plein(v: Any) -> Any:
        return {k: n for k, n in v.items() if n} if isinstance(v, dict) else v

    return {c: [ours[c], leurs[c]] for c in leurs if plein(ours[c]) != plein(leurs[c])}


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--parcours", type=int, default=100_000)
    options.add_argument("--garder", type=Path, help="a folder where the base is kept")
    options.add_argument("--tours", type=int, default=3)
    options.add_argument("--nous", type=Path, help="only our own figures, of a base that is kept")
    lues = options.parse_args()
    if lues.nous:
        ouvrir(lues.nous)
        print(json.dumps(nous()))
        return 0
    with tempfile.TemporaryDirectory() as temporaire:
        dossier = lues.garder or Path(temporaire)
        neuf = not (dossier / "tables").exists()
        dossier.mkdir(parents=True, exist_ok=True)
        ouvrir(dossier)
        if neuf:
            batir(dossier, lues.parcours)
        tours = [un_tour(dossier) for _ in range(lues.tours)]
    leurs, ouvrant, ours = (min(x, key=lambda lu: lu["cpu"]) for x in zip(*tours, strict=True))
    return dire(lues.parcours, ours, leurs, ouvrant)


def un_tour(dossier: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The peer, the peer that opens, ourselves."""
    lance = [sys.executable, "-m", "bench.bilan", "--nous", dossier]
    dit = subprocess.run(lance, check=True, capture_output=True, text=True).stdout
    return (
        pair("bilan_pandas.py", dossier / "tables"),
        pair("bilan_ouverture.py", dossier),
        json.loads(dit.splitlines()[-1]),
    )


def dire(
    parcours: int, ours: dict[str, Any], leurs: dict[str, Any], ouvrant: dict[str, Any]
) -> int:
    faux = differents(ours["chiffres"], leurs["chiffres"])
    faux |= differents(ours["chiffres"], ouvrant["chiffres"])
    entier, compter = ours["cpu"] / leurs["cpu"], ours["compter_cpu"] / leurs["compter_cpu"]
    scelle = ours["cpu"] / ouvrant["cpu"]
    print(f"Python {platform.python_version()}, pandas {leurs['version']}, {parcours} parcours")
    for nom, x in (
        ("pandas, from files in clear", leurs),
        ("pandas, opening the same rows", ouvrant),
        ("ours, from the sealed base", ours),
    ):
        print(
            f"{nom:29}: {x['secondes']:6.2f} s, {x['cpu']:6.2f} s CPU, of which counting "
            f"{x['compter_cpu']:5.2f} s CPU; {x['memoire_mo']} MB"
        )
    print(
        f"whole {entier:.2f}x, counting alone {compter:.2f}x, both from sealed rows {scelle:.2f}x; {len(faux)} figures differ {faux or ''}"
    )
    ok = entier <= OBJECTIF and not faux
    print(json.dumps({
        "bench": "bilan", "ratio": round(entier, 2), "counting_ratio": round(compter, 2),
        "sealed_ratio": round(scelle, 2), "goal": OBJECTIF,
        "different": len(faux), "ok": ok,
    }))  # fmt: skip
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
