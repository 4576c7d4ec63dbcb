"""The figures of the demonstration, computed again from its database by code that knows nothing of the room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import start
from tests.recits.conftest import depart_repris, depart_vide, departs  # noqa: F401 - fixtures
from tests.recits.service import variables

pytestmark = pytest.mark.lent  # it makes the demonstration, once for it and the stories


@pytest.fixture(scope="module")
def calculs(depart_repris: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:  # noqa: F811
    """Both computations, on a copy of the demonstration."""
    donnees = tmp_path_factory.mktemp("recalcul") / "donnees"
    shutil.copytree(depart_repris, donnees)
    commande = [str(start.PYTHON), "-m", "tests.statistiques.deux_calculs"]
    fait = subprocess.run(
        commande, env=os.environ | variables(donnees), cwd=start.ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert fait.returncode == 0, fait.stderr[-3000:]
    return json.loads(fait.stdout)


def sans_zero(valeur: Any) -> Any:
    """A breakdown without its empty lines; what is not known has one name."""
    if not isinstance(valeur, dict):
        return valeur
    return {("" if k == "inconnu" else k): n for k, n in valeur.items() if n}


@pytest.mark.parametrize(
    "quand", ["2025, 2026-08-31", "2025, 2026-02-10", "2024, 2026-08-31", "2026, 2026-11-20"]
)
def test_chaque_chiffre_se_retrouve_dans_la_base_sans_le_code_de_la_piece(
    quand: str, calculs: dict[str, Any]
) -> None:
    differents = {
        code: (nous, eux)
        for code, (nous, eux) in calculs[quand].items()
        if sans_zero(nous) != sans_zero(eux)
    }
    assert differents == {}


def test_le_recalcul_porte_sur_une_annee_ou_tout_existe(calculs: dict[str, Any]) -> None:
    """A comparison of empty figures would prove nothing: each of them counts something."""
    annee = {code: eux for code, (_, eux) in calculs["2025, 2026-08-31"].items()}
    vides = {c for c, v in annee.items() if not v or (isinstance(v, list) and not v[0])}
    assert vides <= {"demandes"}  # those of the demonstration are of the day it was made
    assert annee["enfants_suivis"] > 200
    assert len(annee["evaluations"]) == 3
    assert (len(annee["attentes"]), len(annee["attendus"])) == (2, 5)
    assert annee["sorties"] < annee["duree_des_clos"][0]  # some children left twice, and count once
