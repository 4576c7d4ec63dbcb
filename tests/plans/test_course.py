"""The same race as on PostgreSQL, on SQLite files, where the write lock is that of the base."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plans.courses import ATTENDU


@pytest.mark.campagne  # the same race runs on PostgreSQL with every test
def test_sur_sqlite_huit_textes_envoyes_ensemble_ne_se_remplacent_pas(tmp_path: Path) -> None:
    racine = Path(__file__).resolve().parents[2]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(racine / "src"), str(racine)]),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings.essais",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'donnees.sqlite3'}",
        "CLES_DATABASE_URL": f"sqlite:///{tmp_path / 'cles.sqlite3'}",
        "TMPDIR": str(tmp_path),
    }
    dit = subprocess.run(
        [sys.executable, "-m", "tests.plans.course"],
        env=env, cwd=racine, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert dit.returncode == 0, dit.stderr
    assert json.loads(dit.stdout) == ATTENDU
