"""The master key: a private file, whole, made once."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from maillage.chiffrement import maitresse
from maillage.chiffrement.maitresse import CleMaitresseAbsente


@pytest.fixture
def chemin(tmp_path: Path, settings: Any) -> Path:
    settings.CLE_MAITRESSE = tmp_path / "cles" / "maitresse.cle"
    return settings.CLE_MAITRESSE


def test_elle_se_cree_pour_son_seul_proprietaire(chemin: Path) -> None:
    avant = os.umask(0)
    try:
        maitresse.creer(chemin)
    finally:
        os.umask(avant)
    assert stat.S_IMODE(chemin.stat().st_mode) == 0o600
    assert stat.S_IMODE(chemin.parent.stat().st_mode) == 0o700
    assert maitresse.lire() == chemin.read_bytes()
    assert len(maitresse.lire()) == 32


def test_elle_ne_s_ecrase_jamais(chemin: Path) -> None:
    maitresse.creer(chemin)
    cle = chemin.read_bytes()
    with pytest.raises(FileExistsError):
        maitresse.creer(chemin)
    assert chemin.read_bytes() == cle


def test_une_cle_absente_est_refusee_avec_la_marche_a_suivre(chemin: Path) -> None:
    with pytest.raises(CleMaitresseAbsente) as refus:
        maitresse.lire()
    assert refus.value.statut == 503
    assert "sauvegarde" in refus.value.a_faire


@pytest.mark.parametrize("taille", [0, 1, 31, 33, 64])
def test_une_cle_de_mauvaise_taille_est_refusee(chemin: Path, taille: int) -> None:
    chemin.parent.mkdir()
    chemin.write_bytes(b"x" * taille)
    with pytest.raises(CleMaitresseAbsente):
        maitresse.lire()


def test_deux_cles_ne_sont_jamais_les_memes(tmp_path: Path) -> None:
    for nom in ("a", "b"):
        maitresse.creer(tmp_path / nom)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()
