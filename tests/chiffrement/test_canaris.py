"""P-60: 200 words entered through every form and by files; not one is readable on the disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.lent
RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def disque(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    dossier = tmp_path_factory.mktemp("canaris")
    vif, tmp = dossier / "vif", dossier / "tmp"
    vif.mkdir()
    tmp.mkdir()
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(RACINE / "src"), str(RACINE)]),
        "DJANGO_SETTINGS_MODULE": "tests.dossiers.reglages",
        "DATABASE_URL": f"sqlite:///{vif / 'donnees.sqlite3'}",
        "CLES_DATABASE_URL": f"sqlite:///{vif / 'cles.sqlite3'}",
        "MAILLAGE_ESSAI": str(vif),
        "TMPDIR": str(tmp),
    }
    dit = subprocess.run(
        [sys.executable, "-m", "tests.chiffrement.canaris"],
        env=env, cwd=RACINE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert dit.returncode == 0, dit.stderr
    (dossier / "sortie.log").write_text(dit.stderr, encoding="utf-8")
    return {**json.loads(dit.stdout.splitlines()[-1]), "dossier": dossier}


def test_les_mots_sont_entres_par_tous_les_formulaires(disque: dict[str, Any]) -> None:
    assert disque["refus"] == []
    assert len(set(disque["mots"])) >= 200


def test_aucun_des_mots_n_est_lisible_sur_le_disque(disque: dict[str, Any]) -> None:
    fichiers = [f for f in disque["dossier"].rglob("*") if f.is_file()]
    noms = {f.name for f in fichiers}
    assert noms >= {"donnees.sqlite3", "cles.sqlite3", "donnees.sqlite3.sauvegarde", "service.log"}
    assert [f for f in fichiers if f.name == "donnees.sqlite3-journal" and f.stat().st_size]
    assert [f for f in fichiers if f.suffix == ".scelle"], "un dépôt attend sur le disque"
    fuites = set()
    for chemin in fichiers:
        octets = chemin.read_bytes().lower()
        for mot in map(str.lower, disque["mots"]):
            # without its last byte, UTF-16 of one order of bytes is read inside the other too
            deux = mot.encode("utf-16-le")[:-1]
            if mot.encode() in octets or deux in octets or mot in chemin.name.lower():
                fuites.add((mot, chemin.name))
    assert fuites == set()


def test_la_recherche_trouverait_un_mot_en_clair(disque: dict[str, Any]) -> None:
    vive = (disque["dossier"] / "vif" / "donnees.sqlite3").read_bytes()
    assert disque["temoin"].encode() in vive
