"""A process killed before each of its writes: no half purge, no lost value, and the next run finishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.campagne
RACINE = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows ne sait pas dédoubler un processus")
@pytest.mark.parametrize(
    ("scenario", "au_moins"), [("purge", 20), ("bordereau", 20), ("maitresse", 10), ("volets", 20)]
)
def test_coupe_avant_chaque_ecriture_rien_ne_reste_a_moitie(
    scenario: str, au_moins: int, tmp_path: Path
) -> None:
    vif = tmp_path / "vif"
    vif.mkdir()
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(RACINE / "src"), str(RACINE)]),
        "DJANGO_SETTINGS_MODULE": "tests.dossiers.reglages",
        "DATABASE_URL": f"sqlite:///{vif / 'donnees.sqlite3'}",
        "CLES_DATABASE_URL": f"sqlite:///{vif / 'cles.sqlite3'}",
        "MAILLAGE_ESSAI": str(vif),
    }
    dit = subprocess.run(
        [sys.executable, "-m", "tests.dossiers.coupures", str(tmp_path), scenario],
        env=env, cwd=RACINE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert dit.returncode == 0, dit.stderr
    bilan = json.loads(dit.stdout.splitlines()[-1])
    assert bilan["fautes"] == [], dit.stderr
    assert bilan["coupures"] >= au_moins
