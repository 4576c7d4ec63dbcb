"""Logs say where, never what."""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
from pathlib import Path

from maillage.config.journaux import SansMessage

RACINE = Path(__file__).parents[2]


def test_le_message_d_une_exception_n_est_jamais_ecrit() -> None:
    try:
        raise ValueError("Karthik Selvam, suivi au CMP")  # noqa: TRY301
    except ValueError:
        rang = logging.LogRecord("x", logging.ERROR, __file__, 1, "Panne.", (), sys.exc_info())
    ecrit = SansMessage().format(rang)
    assert "Selvam" not in ecrit
    assert "ValueError" in ecrit
    assert Path(__file__).name in ecrit


def test_ce_que_le_service_ecrit_n_est_lisible_que_par_son_compte(tmp_path) -> None:
    code = "import maillage.config.settings.base, pathlib; pathlib.Path('x').write_text('x')"
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True,
        env={"PYTHONPATH": str(RACINE / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
