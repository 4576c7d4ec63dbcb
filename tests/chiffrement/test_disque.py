"""What an attacker who steals the disk reads: no word of any dossier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.campagne  # test_canaris.py looks for more words in more places, every time


@pytest.fixture(scope="module")
def disque(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A world written in database files by another process, which is over."""
    dossier = tmp_path_factory.mktemp("disque")
    racine = Path(__file__).resolve().parents[2]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(racine / "src"), str(racine)]),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings.essais",
        "DATABASE_URL": f"sqlite:///{dossier / 'donnees.sqlite3'}",
        "CLES_DATABASE_URL": f"sqlite:///{dossier / 'cles.sqlite3'}",
        "TMPDIR": str(dossier),
    }
    dit = subprocess.run(
        [sys.executable, "-m", "tests.chiffrement.fichier"],
        env=env, cwd=racine, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert dit.returncode == 0, dit.stderr
    return {**json.loads(dit.stdout), "dossier": dossier}


def octets(dossier: Path) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in dossier.rglob("*") if f.is_file()}


def test_aucun_mot_des_dossiers_n_est_lisible_sur_le_disque(disque: dict[str, Any]) -> None:
    fichiers = octets(disque["dossier"])
    assert {Path(f).name for f in fichiers} >= {"donnees.sqlite3", "cles.sqlite3"}
    mots = [m for m in disque["mots"] if m != "Karthik"]
    assert len(mots) >= 20
    fuites = {
        (mot, Path(nom).name)
        for nom, contenu in fichiers.items()
        for mot in mots
        for forme in (mot, mot.lower(), mot.upper())
        for codage in ("utf-8", "utf-16-le", "latin-1")
        if forme.encode(codage) in contenu
    }
    assert fuites == set()


def test_la_recherche_saurait_trouver_un_mot_ecrit_en_clair(disque: dict[str, Any]) -> None:
    donnees = Path(disque["fichiers"][0]).read_bytes()
    assert disque["temoin"].encode() in donnees


def test_la_base_des_donnees_ne_contient_aucune_cle(disque: dict[str, Any]) -> None:
    donnees, cles = (Path(f).read_bytes() for f in disque["fichiers"])
    assert b"chiffrement_cledevolet" not in donnees
    assert b"chiffrement_cledevolet" in cles
    assert b"enfants_identite" not in cles


def test_des_requetes_qui_font_la_meme_cle_n_en_gardent_qu_une(disque: dict[str, Any]) -> None:
    assert disque["course"]["erreurs"] == []
    assert disque["course"]["cles"] == 1
    assert disque["course"]["relus"] == [f"texte {n}" for n in range(4)]
