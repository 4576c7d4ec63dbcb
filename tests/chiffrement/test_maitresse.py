"""The master key: a private file, whole, made once."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from maillage.chiffrement import maitresse
from maillage.chiffrement.enveloppe import Illisible, cle_neuve, sceller_octets
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


def test_une_cle_ne_se_lit_plus_de_memoire_quand_son_fichier_est_remplace(chemin: Path) -> None:
    maitresse.creer(chemin)
    avant = maitresse.lire()
    neuve = maitresse.lire_attendue()
    assert maitresse.attendue() == chemin.with_name("maitresse.cle.nouvelle")
    assert maitresse.attendue().read_bytes() == neuve != avant
    assert maitresse.lire_attendue() == neuve
    maitresse.remplacer()
    assert (maitresse.lire(), maitresse.attendue().exists()) == (neuve, False)


def test_pendant_le_tour_les_deux_cles_ouvrent_et_la_nouvelle_ferme(chemin: Path) -> None:
    maitresse.creer(chemin)
    ancienne = maitresse.lire()
    assert maitresse.pour_sceller() == ancienne
    neuve = maitresse.lire_attendue()
    assert maitresse.pour_sceller() == neuve
    for cle in (ancienne, neuve):
        assert maitresse.ouvrir(sceller_octets(cle, b"secret", b"lien"), b"lien") == b"secret"
    for cle, lien in ((cle_neuve(), b"lien"), (ancienne, b"autre")):
        with pytest.raises(Illisible):
            maitresse.ouvrir(sceller_octets(cle, b"secret", lien), b"lien")


def test_une_attendue_ecrite_a_moitie_ne_gene_pas_et_se_refait(chemin: Path) -> None:
    maitresse.creer(chemin)
    maitresse.attendue().write_bytes(b"x" * 31)
    assert maitresse.pour_sceller() == maitresse.lire()
    neuve = maitresse.lire_attendue()
    assert len(neuve) == 32
    assert maitresse.pour_sceller() == neuve


def test_un_fichier_remplace_entre_deux_lectures_est_relu(
    chemin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maitresse.creer(chemin)
    scelle = sceller_octets(maitresse.lire(), b"secret", b"lien")
    vues = iter([[cle_neuve()], [maitresse.lire()]])
    monkeypatch.setattr(maitresse, "_presentes", lambda: next(vues))
    assert maitresse.ouvrir(scelle, b"lien") == b"secret"


def test_la_marque_reconnait_une_cle_et_n_en_dit_rien() -> None:
    assert maitresse.marque(b"a" * 32) == "b5b7fe56830c9357"
    assert maitresse.marque(b"a" * 32) != maitresse.marque(b"b" * 32)


def test_une_cle_absente_laisse_son_chemin_au_journal_de_la_machine_seulement(
    chemin: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(CleMaitresseAbsente) as refus:
        maitresse.lire()
    assert str(chemin) in caplog.text
    assert {r.name for r in caplog.records} == {"maillage.chiffrement"}
    assert str(chemin) not in f"{refus.value}{refus.value.a_faire}"


def test_elle_se_cree_dans_un_dossier_qui_n_existe_pas_encore(chemin: Path) -> None:
    loin = chemin.parent / "ailleurs" / chemin.name
    maitresse.creer(loin)
    assert loin.stat().st_size == 32


def test_ce_qu_aucune_cle_n_ouvre_est_regarde_deux_fois_et_pas_plus(
    chemin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regards: list[list[bytes]] = []
    scelle = sceller_octets(cle_neuve(), b"secret", b"lien")
    monkeypatch.setattr(maitresse, "_presentes", lambda: regards.append([]) or [cle_neuve()])
    with pytest.raises(Illisible):
        maitresse.ouvrir(scelle, b"lien")
    assert len(regards) == 2
