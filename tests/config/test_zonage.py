"""`maillage zonage`: what it says, what it writes, its exit codes."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.config import zonage
from maillage.config.commandes import ProgrammeInconnu, SansInstallation
from maillage.config.ligne_de_commande import analyseur
from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import cartes
from maillage.territoire.models import Generation
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.territoire.test_lecture_zones import fichier, objet

RACINE = Path(__file__).parents[2]


@pytest.fixture
def zones(tmp_path: Path) -> Path:
    chemin = tmp_path / "zones.geojson"
    chemin.write_bytes(fichier(objet()))
    return chemin


def lancer(*mots: str | Path, essai: bool = False) -> int:
    demande: argparse.Namespace = analyseur().parse_args(["zonage", "importer", *map(str, mots)])
    return zonage.lancer(demande, essai=essai)


@BASES
def test_une_lecture_a_blanc_ecrit_le_rapport_et_rien_d_autre(zones, tmp_path, capsys) -> None:
    rapport = tmp_path / "r.json"
    assert lancer(zones, "--generation", "qpv_2024", "--dry-run", "--json", rapport) == 0
    assert not Generation.objects.exists()
    lu = json.loads(rapport.read_text("utf-8"))
    assert (lu["zones"], lu["refuse"], lu["generation"]["depuis"]) == (1, False, "2024-01-01")
    dit = capsys.readouterr().out
    assert "1 zones, 1 avec un périmètre" in dit
    assert "Rien n'a été écrit" in dit


@BASES
def test_un_import_ecrit_la_carte_et_son_evenement(zones, monde: Monde) -> None:
    mots = ("--generation", "essai", "--depuis", "2020-09-01", "--programme", monde.programme.code)
    assert lancer(zones, *mots, "--nom", "Carte d'essai") == 0
    carte = cartes.generation("essai", monde.programme.id)
    assert (carte.nom, str(carte.depuis)) == ("Carte d'essai", "2020-09-01")
    evenement = Evenement.objects.filter(contenu__acte="tenir_le_territoire").latest("id")
    assert evenement.contenu["regle"] == "ligne_de_commande"


@BASES
def test_un_fichier_refuse_rend_un_et_n_ecrit_rien(zones, capsys) -> None:
    zones.write_bytes(fichier(objet(geometry=None), objet("B")))
    assert lancer(zones, "--generation", "qpv_2024") == 1
    assert not Generation.objects.exists()
    assert "REFUSÉ : La zone n'a pas de forme." in capsys.readouterr().out


@BASES
@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        (["--generation", "autre"], "--depuis"),
        (["--generation", "qpv_2024", "--depuis", "01/01/2024"], "pas une date"),
    ],
)
def test_une_date_absente_ou_illisible_se_dit(zones, mots: list[str], dit: str) -> None:
    with pytest.raises(ErreurMetier, match=dit) as refus:
        lancer(zones, *mots)
    assert refus.value.a_faire


@BASES
def test_un_programme_inconnu_un_fichier_absent_et_une_machine_sans_base_se_disent(zones) -> None:
    with pytest.raises(ProgrammeInconnu):
        lancer(zones, "--generation", "qpv_2024", "--programme", "rien")
    with pytest.raises(ErreurMetier, match="n'existe pas"):
        lancer(zones.parent / "rien", "--generation", "qpv_2024")
    with pytest.raises(SansInstallation):
        lancer(zones, "--generation", "qpv_2024", essai=True)


@pytest.mark.campagne  # a whole installation is migrated for it: two minutes
def test_la_commande_entiere_a_blanc_sans_installation(zones, tmp_path) -> None:
    def maillage(*mots: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "MAILLAGE_SCRATCH": "1", "PYTHONPATH": str(RACINE / "src")}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        commande = [sys.executable, "-m", "maillage", "zonage", "importer", *mots]
        return subprocess.run(
            commande, capture_output=True, text=True, check=False, cwd=tmp_path, env=env
        )

    bon = maillage(str(zones), "--generation", "qpv_2024", "--dry-run")
    assert (bon.returncode, bon.stderr) == (0, "")
    zones.write_bytes(b"{")
    mauvais = maillage(str(zones), "--generation", "qpv_2024", "--dry-run")
    assert mauvais.returncode == 1
    assert "GeoJSON lisible" in mauvais.stderr
    assert maillage(str(zones)).returncode == 2
