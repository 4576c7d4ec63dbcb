"""A process killed before each of its writes: no half purge, no lost value, and the next run finishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.campagne
RACINE = Path(__file__).resolve().parents[2]


SANS_FORK = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="Windows ne sait pas dédoubler un processus"
)


def couper(tmp_path: Path, scenario: str, donnees: str, cles: str, pas: int = 1) -> dict[str, Any]:
    (tmp_path / "vif").mkdir()
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(RACINE / "src"), str(RACINE)]),
        "DJANGO_SETTINGS_MODULE": "tests.dossiers.reglages",
        "DATABASE_URL": donnees,
        "CLES_DATABASE_URL": cles,
        "MAILLAGE_ESSAI": str(tmp_path / "vif"),
    }
    dit = subprocess.run(
        [sys.executable, "-m", "tests.dossiers.coupures", str(tmp_path), scenario, str(pas)],
        env=env, cwd=RACINE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert dit.returncode == 0, dit.stderr
    bilan = json.loads(dit.stdout.splitlines()[-1])
    assert bilan["fautes"] == [], dit.stderr
    return bilan


@SANS_FORK
@pytest.mark.parametrize(
    ("scenario", "au_moins"), [("purge", 20), ("bordereau", 20), ("maitresse", 10), ("volets", 20)]
)
def test_coupe_avant_chaque_ecriture_rien_ne_reste_a_moitie(
    scenario: str, au_moins: int, tmp_path: Path
) -> None:
    vif = tmp_path / "vif"
    bases = [f"sqlite:///{vif / nom}.sqlite3" for nom in ("donnees", "cles")]
    assert couper(tmp_path, scenario, *bases)["coupures"] >= au_moins


@SANS_FORK
@pytest.mark.postgresql
@pytest.mark.parametrize(("scenario", "pas"), [("purge", 6), ("maitresse", 3), ("volets", 9)])
def test_coupe_en_plein_travail_postgresql_non_plus_ne_garde_rien_a_moitie(
    scenario: str, pas: int, tmp_path: Path
) -> None:
    """Each state is a copy of both databases: one write in `pas` is enough here, all of them are tried on SQLite."""
    nom = f"coupe_{scenario}_{uuid4().hex[:8]}"
    bases = [
        os.environ["DATABASE_URL"].replace("/maillage?", f"/{base}?")
        for base in (nom, f"{nom}_cles")
    ]
    assert couper(tmp_path, scenario, *bases, pas=pas)["coupures"] >= 3
