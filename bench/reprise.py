"""Import of a 3,500-row tracker, end to end, against pandas reading the same file and dropping duplicates.

Ours reads, understands, compares, seals and writes every row in an embedded database with its durable profile; the peer
only reads the cells and drops equal rows. The ratio says what the rest costs; the goal is the time a person waits.
`python -m bench.reprise [--lignes N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "pandas"
PANDAS = ("pandas==3.1.1", "openpyxl==3.1.5")
OBJECTIF_S = 10.0
LECTURE = """
import json, sys, time, pandas
debut = time.perf_counter()
tableau = pandas.read_excel(sys.argv[1], header=None)
lignes = len(tableau.drop_duplicates())
print(json.dumps({"secondes": time.perf_counter() - debut, "lignes": lignes, "version": pandas.__version__}))
"""


def pair(fichier: Path) -> dict[str, float]:
    """Time the peer in its own environment, installed here on first use."""
    python = PAIR / "bin" / "python"
    if not python.exists():
        venv.create(PAIR, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PANDAS], check=True)
    sortie = subprocess.run(
        [python, "-c", LECTURE, fichier], check=True, capture_output=True, text=True
    ).stdout
    return json.loads(sortie)


def preparer(dossier: Path) -> None:
    """A base of our own: embedded, durable profile, reference data loaded (not counted)."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="maillage.config.settings.demo",
        MAILLAGE_DEMO="1",
        MAILLAGE_DATA=str(dossier),
    )
    import django

    django.setup()
    from maillage.config.commandes import preparer_l_essai

    preparer_l_essai("bench")


def nous(octets: bytes, nom: str) -> dict[str, float]:
    """Deposit, understand, write; then say where the time went and count what was lost."""
    from django.utils import timezone

    from maillage.classeurs.lecture import lire
    from maillage.comptes import queries as comptes
    from maillage.dossiers.models import Dossier
    from maillage.reprise import queries, services, travaux
    from maillage.reprise.rules.preparation import preparer as planifier

    programme = comptes.programme_par_code("bench")
    au = timezone.localdate()
    debut = time.perf_counter()
    reprise = services.deposer_sans_acteur(
        programme_id=programme.id, nom=nom, octets=octets, modele=None, at=au
    )
    travaux.importer(reprise, at=au)
    secondes = time.perf_counter() - debut
    bilan = queries.reprise_de_la_ligne_de_commande(reprise).bilan
    plan = planifier(lire(octets, nom), queries.ressources_du_programme(programme.id), au)
    source = sum(f.cellules for f in lire(octets, nom).feuilles)
    return {
        "secondes": secondes,
        "dossiers": Dossier.objects.filter(programme=programme).count(),
        "lues": sum(len(e.lignes) for e in plan.enfants),
        "refusees": len(plan.refus),
        "cellules": bilan["cellules"]["total"],
        "cellules_source": source,
    }


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--lignes", type=int, default=3500)
    lignes = options.parse_args().lignes
    from tests.reprise.echantillons.presentations import grand

    echantillon = grand(lignes)
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / echantillon.nom
        fichier.write_bytes(echantillon.octets)
        preparer(Path(dossier))
        eux = pair(fichier)
        ours = nous(echantillon.octets, echantillon.nom)
    perdues = lignes - ours["lues"] - ours["refusees"]
    cellules_perdues = ours["cellules_source"] - ours["cellules"]
    ok = ours["secondes"] <= OBJECTIF_S and perdues == 0 and cellules_perdues == 0
    ratio = ours["secondes"] / eux["secondes"]
    print(f"Python {platform.python_version()}, pandas {eux['version']}, {lignes} rows")
    print(f"pandas, read and drop_duplicates : {eux['secondes']:.2f} s")
    print(
        f"ours, sealed and written         : {ours['secondes']:.2f} s, {ours['dossiers']} dossiers"
    )
    print(f"rows lost {perdues}, cells lost {cellules_perdues} of {ours['cellules_source']}")
    print(
        json.dumps(
            {
                "bench": "reprise",
                "ratio": round(ratio, 2),
                "seconds": round(ours["secondes"], 2),
                "goal": OBJECTIF_S,
                "lost": perdues + cellules_perdues,
                "ok": ok,
            }
        )
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
