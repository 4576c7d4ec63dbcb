"""`maillage proteger` and `maillage consolider`: whole answers or none, refusals in French."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maillage.config.ligne_de_commande import lancer
from tests.statistiques.divulgation.demandes import tableau

COMPTES = [[3, 20, 17], [12, 40, 30], [11, 25, 35]]


def ecrire(fichier: Path, contenu: Any) -> Path:
    fichier.write_text(json.dumps(contenu), encoding="utf-8")
    return fichier


def proteger(demande: Path, sortie: Path, *options: str) -> int:
    return lancer(["proteger", str(demande), "--secondes", "0.2", "--json", str(sortie), *options])


def test_proteger_marche_sans_base_ni_reglage(tmp_path: Path) -> None:
    """Another process, no settings, no address of a base: the command stands alone."""
    demande = ecrire(tmp_path / "d.json", tableau(COMPTES))
    lu = subprocess.run(
        [sys.executable, "-m", "maillage", "proteger", str(demande), "--json", str(tmp_path / "s.json")],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert (lu.returncode, lu.stderr) == (0, "")
    sortie = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert sortie["mode"] == "secret"
    assert sortie["audit"]["exact"] == 0
    assert all(c["value"] != 3 for c in sortie["tables"][0]["cells"])
    assert sorted(f.name for f in tmp_path.iterdir()) == ["d.json", "s.json"]


def test_deux_anterieures_contraignent_la_troisieme(tmp_path: Path) -> None:
    paires: list[str] = []
    for rang in range(3):
        d = {**tableau(COMPTES), "id": f"p{rang}", "frozen": [f"p{k}" for k in range(rang)]}
        demande, sortie = ecrire(tmp_path / f"d{rang}.json", d), tmp_path / f"s{rang}.json"
        assert proteger(demande, sortie, *paires) == 0
        paires += ["--anterieure", str(demande), str(sortie)]
    lues = [json.loads((tmp_path / f"s{k}.json").read_text(encoding="utf-8")) for k in range(3)]
    assert lues[0]["tables"] == lues[1]["tables"] == lues[2]["tables"]


MAUVAISES: tuple[tuple[str, str, str], ...] = (
    ("pas du JSON", "{", "ce n'est pas du JSON"),
    ("une liste", "[]", "un objet JSON est attendu"),
    ("il manque les comptes", json.dumps({k: v for k, v in tableau(COMPTES).items() if k != "counts"}), "il manque 'counts'"),
    ("dimension inconnue", json.dumps(tableau(COMPTES, tables=[{"id": "t", "dims": ["age"]}])), "age"),
    ("compte négatif", json.dumps(tableau(COMPTES, counts=[{"cell": {"ligne": "A", "colonne": "1"}, "n": -2}])), "Ce compte ne se lit pas"),
    ("un compte et demi", json.dumps(tableau(COMPTES, counts=[{"cell": {"ligne": "A", "colonne": "1"}, "n": 1.5}])), "Ce compte ne se lit pas"),
    ("niveau inconnu", json.dumps(tableau(COMPTES, tables=[{"id": "t", "dims": ["ligne"], "levels": {"ligne": ["secteur"]}}])), "secteur"),
    ("mode inconnu", json.dumps(tableau(COMPTES, mode="flou")), "flou"),
    ("antérieure absente", json.dumps(tableau(COMPTES, frozen=["p0"])), "sans leur sortie"),
    ("enfants où rien n'est possible", json.dumps(tableau(COMPTES, zeros=[{"ligne": "A", "colonne": "1"}])), "zéro de structure"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("contenu", "dit"), [m[1:] for m in MAUVAISES], ids=[m[0] for m in MAUVAISES]
)
def test_une_demande_refusee_le_dit_en_francais_et_n_ecrit_rien(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contenu: str, dit: str
) -> None:
    demande = tmp_path / "d.json"
    demande.write_text(contenu, encoding="utf-8")
    assert proteger(demande, tmp_path / "s.json") == 1
    lu = capsys.readouterr()
    assert dit in lu.err
    assert "Traceback" not in lu.err
    assert "Rien n'a été" in lu.err
    assert [f.name for f in tmp_path.iterdir()] == ["d.json"]


def test_un_fichier_absent_ou_une_sortie_sans_dossier_se_disent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert proteger(tmp_path / "absent.json", tmp_path / "s.json") == 1
    assert "n'existe pas" in capsys.readouterr().err
    demande = ecrire(tmp_path / "d.json", tableau(COMPTES))
    assert proteger(demande, tmp_path / "nulle" / "part" / "s.json") == 1
    assert "son dossier n'existe pas" in capsys.readouterr().err
    assert [f.name for f in tmp_path.iterdir()] == ["d.json"]


def test_une_reponse_ne_remplace_que_celle_de_la_meme_demande(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was released before is needed to protect what follows: it is not written over."""
    demande, sortie = ecrire(tmp_path / "d.json", tableau(COMPTES)), tmp_path / "s.json"
    assert proteger(demande, sortie) == 0
    assert proteger(demande, sortie) == 0
    avant = sortie.read_bytes()
    autre = ecrire(tmp_path / "d2.json", {**tableau(COMPTES), "id": "p2"})
    assert proteger(autre, sortie) == 1
    assert proteger(demande, demande) == 1
    assert "existe déjà" in capsys.readouterr().err
    assert sortie.read_bytes() == avant
    assert json.loads(demande.read_text(encoding="utf-8")) == tableau(COMPTES)


def test_consolider_additionne_un_dossier_et_ne_lit_pas_sa_propre_reponse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = tmp_path / "programmes"
    dossier.mkdir()
    for rang in range(3):
        demande = ecrire(
            tmp_path / "d.json", {**tableau([[30 + rang, 20], [12, 40]]), "id": f"p{rang}"}
        )
        assert proteger(demande, dossier / f"{rang}.json") == 0
    somme = dossier / "somme.json"
    for _ in range(2):
        assert lancer(["consolider", str(dossier), "--json", str(somme)]) == 0
    lue = json.loads(somme.read_text(encoding="utf-8"))
    assert lue["audit"]["programmes"] == 3
    totaux = [c for c in lue["tables"][0]["cells"] if set(c["cell"].values()) == {"total"}]
    assert totaux[0]["value"] == 309
    assert "3 programmes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [(None, "aucun fichier JSON"), ("{", "ce n'est pas du JSON"), ("{}", "ne se lit pas")],
)
def test_un_dossier_qui_ne_se_lit_pas_n_ecrit_rien(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contenu: str | None, dit: str
) -> None:
    if contenu is not None:
        (tmp_path / "p.json").write_text(contenu, encoding="utf-8")
    assert lancer(["consolider", str(tmp_path), "--json", str(tmp_path / "somme.json")]) == 1
    assert (
        lancer(["consolider", str(tmp_path / "nul"), "--json", str(tmp_path / "somme.json")]) == 1
    )
    lu = capsys.readouterr().err
    assert dit in lu
    assert "n'est pas un dossier" in lu
    assert not (tmp_path / "somme.json").exists()
