"""What would put the secret or the data at risk stops the service, in French."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks.registry import registry

from maillage.config import bases, verifications
from maillage.config.verifications import journal_sqlite, wal_est_sur

pytestmark = pytest.mark.lent  # each asks a fresh interpreter

RACINE = Path(__file__).resolve().parents[2]
SECRET = "s" * 50


def demarrer(situation: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start Django as a service would, with these variables only."""
    propres = ("DATABASE_URL", "CLES_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    env = {c: v for c, v in os.environ.items() if c not in propres and "MAILLAGE" not in c}
    env |= {"DJANGO_SETTINGS_MODULE": f"maillage.config.settings.{situation}", **variables}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('parti')"],
        env={**env, "PYTHONPATH": str(RACINE / "src")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_la_production_part_avec_un_vrai_secret() -> None:
    assert demarrer("production", MAILLAGE_SECRET_KEY=SECRET).stdout == "parti\n"


@pytest.mark.parametrize(
    ("variables", "mot"),
    [
        ({}, "MAILLAGE_SECRET_KEY"),
        ({"MAILLAGE_SECRET_KEY": ""}, "MAILLAGE_SECRET_KEY"),
        ({"MAILLAGE_SECRET_KEY": SECRET[1:]}, "trop courte"),
        ({"MAILLAGE_SECRET_KEY": SECRET, "MAILLAGE_DEMO": "1"}, "MAILLAGE_DEMO est refusé"),
        ({"MAILLAGE_SECRET_KEY": SECRET, "MAILLAGE_DEMO": "0"}, "MAILLAGE_DEMO est refusé"),
        ({"MAILLAGE_SECRET_KEY": SECRET, "DATABASE_URL": "mysql://x"}, "adresse de base"),
    ],
)
def test_la_production_refuse_de_partir(variables: dict[str, str], mot: str) -> None:
    depart = demarrer("production", **variables)
    assert depart.returncode != 0
    assert mot in depart.stderr


@pytest.mark.parametrize("variables", [{}, {"MAILLAGE_DEMO": "oui"}])
def test_la_demonstration_ne_part_que_par_son_lanceur(variables: dict[str, str]) -> None:
    depart = demarrer("demo", **variables)
    assert depart.returncode != 0
    assert "start.py demo" in depart.stderr


@pytest.mark.parametrize(
    ("version", "sur"),
    [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((4, 0, 0), True)],
)
def test_le_journal_wal_n_est_sur_qu_a_partir_de_3_51_3(
    version: tuple[int, int, int],
    sur: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    assert wal_est_sur(version) is sur


@pytest.mark.parametrize(
    "ordre",
    [
        "PRAGMA journal_mode=WAL;",
        "PRAGMA journal_mode = WAL;",
        "pragma journal_mode=wal",
        "PRAGMA foreign_keys=ON;PRAGMA journal_mode\n=\t'wal';",
        'PRAGMA journal_mode("WAL")',
    ],
)
def test_un_journal_wal_est_refuse_sur_un_sqlite_qui_peut_perdre_des_donnees(
    monkeypatch: pytest.MonkeyPatch, ordre: str
) -> None:
    base = {**bases.sqlite("x"), "OPTIONS": {"init_command": ordre}}
    reglages = SimpleNamespace(DATABASES={"default": base, "cles": bases.sqlite("y")})
    monkeypatch.setattr(verifications, "settings", reglages)
    monkeypatch.setattr(verifications.sqlite3, "sqlite_version_info", (3, 40, 1))
    (faute,) = journal_sqlite(None)
    assert faute.id == "maillage.E001"
    assert "default" in faute.msg
    assert journal_sqlite in registry.registered_checks
    monkeypatch.setattr(verifications.sqlite3, "sqlite_version_info", (3, 51, 3))
    assert journal_sqlite(None) == []


def test_le_profil_livre_ne_demande_pas_wal() -> None:
    assert journal_sqlite(None) == []


def test_une_base_embarquee_est_durable_et_efface_ce_qu_elle_supprime() -> None:
    ordres = bases.sqlite("x")["OPTIONS"]["init_command"]
    for reglage in ("synchronous=EXTRA", "secure_delete=ON", "foreign_keys=ON"):
        assert f"PRAGMA {reglage};" in ordres


def test_une_adresse_postgresql_est_lue_en_entier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_URL", "postgresql://u:m%40t@h:5433/b%20c?sslmode=require")
    lue = bases.lire("X_URL", Path("x"))
    assert (lue["USER"], lue["PASSWORD"], lue["HOST"], lue["PORT"], lue["NAME"]) == (
        "u", "m@t", "h", "5433", "b c",
    )  # fmt: skip
    assert lue["OPTIONS"]["sslmode"] == "require"
