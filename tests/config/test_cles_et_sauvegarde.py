"""The commands that turn keys, replay tombstones and give dossiers to the archives."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.config.versement import VersementIllisible, chiffrer, dechiffrer

pytestmark = pytest.mark.lent
RACINE = Path(__file__).resolve().parents[2]


class Installation:
    """Real files, driven by the command line, as whoever administers it does."""

    def __init__(self, dossier: Path) -> None:
        self.dossier, self.vif = dossier, dossier / "vif"
        self.vif.mkdir()
        self.env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(RACINE / "src"), str(RACINE)]),
            "DJANGO_SETTINGS_MODULE": "tests.dossiers.reglages",
            "DATABASE_URL": f"sqlite:///{self.vif / 'donnees.sqlite3'}",
            "CLES_DATABASE_URL": f"sqlite:///{self.vif / 'cles.sqlite3'}",
            "PUBLICATIONS_DATABASE_URL": f"sqlite:///{self.vif / 'publications.sqlite3'}",
            "MAILLAGE_ESSAI": str(self.vif),
        }

    def python(self, *arguments: str, entree: str = "", code: int = 0) -> str:
        dit = subprocess.run(
            [sys.executable, *arguments], input=entree,
            env=self.env, cwd=RACINE, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert dit.returncode == code, dit.stderr
        return dit.stdout

    def maillage(self, *arguments: str, **options: Any) -> str:
        return self.python("-m", "maillage", *arguments, **options)

    def geste(self, *arguments: str) -> dict[str, Any]:
        return json.loads(
            self.python("-m", "tests.config.installation", *arguments).splitlines()[-1]
        )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("installation"))


@pytest.fixture(scope="module")
def depart(installation: Installation) -> dict[str, Any]:
    return installation.geste("monter")


def test_les_cles_tournent_par_la_ligne_de_commande(
    installation: Installation, depart: dict[str, Any]
) -> None:
    cle = installation.vif / "maitresse.cle"
    avant = cle.read_bytes()
    assert "clés de volets remballées" in installation.maillage("cles", "tourner", "--maitresse")
    assert cle.read_bytes() != avant
    dit = installation.maillage("cles", "tourner", "--dossier", depart["karthik"])
    assert "8 clés faites" in dit
    assert "8 volets en attente" in dit
    dit = installation.maillage("cles", "tourner", "--plus-vieilles-que", "30")
    assert dit.startswith("0 clés faites")
    installation.maillage("cles", "tourner", "--dossier", "pas-un-dossier", code=1)
    assert installation.geste("lire")["karthik"] == "Karthik"


def test_un_enfant_purge_ne_revient_pas_avec_une_vieille_sauvegarde(
    installation: Installation, depart: dict[str, Any]
) -> None:
    """P-61, both ways: the old data with today's keys, then the old data with the old keys."""
    vif = installation.vif
    garde = installation.dossier / "sauvegarde"
    garde.mkdir()
    for nom in ("donnees.sqlite3", "cles.sqlite3"):
        shutil.copy(vif / nom, garde / nom)
    installation.geste("purger", depart["archive"])
    assert "0 encore lisibles" in installation.maillage("sauvegarde", "verifier")
    for revenues in (("donnees.sqlite3",), ("donnees.sqlite3", "cles.sqlite3")):
        for nom in revenues:
            shutil.copy(garde / nom, vif / nom)
        revenu = installation.geste("lire")
        assert revenu["archive"] == ("Ada" if len(revenues) == 2 else ""), (
            "sans clé, un rang est muet"
        )
        assert "1 encore lisibles" in installation.maillage("sauvegarde", "verifier", code=1)
        assert "1 étaient revenus" in installation.maillage("sauvegarde", "rejouer")
        assert "0 encore lisibles" in installation.maillage("sauvegarde", "verifier")
        parti = installation.geste("lire")
        assert parti["archive"] is None
        assert parti["karthik"] == "Karthik"


def test_un_versement_est_chiffre_et_se_rouvre_avec_sa_phrase(
    installation: Installation, depart: dict[str, Any], tmp_path: Path
) -> None:
    liste = installation.geste("lister", depart["tom"])["liste"]
    fichier, clair = tmp_path / "versement.mlv", tmp_path / "versement.zip"
    dit = installation.maillage("versement", liste, "--vers", str(fichier))
    phrase = dit.strip().rsplit(" ", 1)[1]
    assert b"Duval" not in fichier.read_bytes()
    ouvrir = ("versement", str(fichier), "--ouvrir", "--vers", str(clair))
    installation.maillage(*ouvrir, entree="mauvaise\n", code=1)
    assert not clair.exists()
    installation.maillage(*ouvrir, entree=phrase + "\n")
    archive = zipfile.ZipFile(io.BytesIO(clair.read_bytes()))
    lu = json.loads(archive.read(f"{depart['tom']}.json"))
    assert lu["identite"]["Identite"][0]["nom"] == "Duval"
    assert set(lu) >= {"identite", "famille", "scolarite", "sante", "parcours"}
    installation.maillage("versement", liste, "--vers", str(fichier), code=1)


FERME = chiffrer(b"dossier", "phrase")


@settings(max_examples=25)
@given(bit=st.integers(0, 8 * len(FERME) - 1))
def test_un_versement_altere_ne_s_ouvre_pas(bit: int) -> None:
    assert dechiffrer(FERME, "phrase") == b"dossier"
    altere = bytearray(FERME)
    altere[bit // 8] ^= 1 << bit % 8
    with pytest.raises(VersementIllisible):
        dechiffrer(bytes(altere), "phrase")
