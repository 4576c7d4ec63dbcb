"""Files shipped to browsers: what they are, their sums, nothing missing, nothing heavy."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from maillage.coquille import maintenance
from maillage.coquille.icones import ICONES
from maillage.coquille.maintenance import MANIFESTE, STATIQUES

PREMIERE_VISITE = (
    "vendor/bootstrap/bootstrap.min.css",
    "look/tokens.css",
    "look/maillage.css",
    "look/maillage.js",
    "look/icones.svg",
    "vendor/htmx/htmx.min.js",
)
POLICE = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"


def test_chaque_fichier_livre_a_l_empreinte_du_manifeste():
    assert maintenance.verifier() == []


def test_une_empreinte_fausse_est_vue(tmp_path, monkeypatch):
    monkeypatch.setattr(maintenance, "STATIQUES", tmp_path)
    assert len(maintenance.verifier()) == sum(
        len(p["fichiers"]) for p in json.loads(MANIFESTE.read_text("utf-8"))["paquets"]
    )


def test_rien_n_est_livre_hors_du_manifeste_et_chaque_paquet_a_sa_licence():
    manifeste = json.loads(MANIFESTE.read_text("utf-8"))
    connus = {f["fichier"] for p in manifeste["paquets"] for f in p["fichiers"]}
    livres = {
        f.relative_to(STATIQUES).as_posix()
        for f in (STATIQUES / "vendor").rglob("*")
        if f.is_file() and f != MANIFESTE
    }
    assert livres <= connus
    for paquet in manifeste["paquets"]:
        assert paquet["licence"]
        assert any(f["fichier"].endswith("LICENSE") for f in paquet["fichiers"])


def test_la_planche_d_icones_contient_exactement_celles_de_la_liste():
    planche = (STATIQUES / "look" / "icones.svg").read_text("utf-8")
    assert tuple(re.findall(r'<symbol id="([^"]+)"', planche)) == ICONES
    assert list(ICONES) == sorted(set(ICONES))


@pytest.mark.parametrize("feuille", ["look/tokens.css", "look/maillage.css"])
def test_une_feuille_de_style_ne_cite_que_des_fichiers_livres(feuille):
    chemin = STATIQUES / feuille
    for adresse in re.findall(r"url\(\"?([^)\"]+)\"?\)", chemin.read_text("utf-8")):
        assert (chemin.parent / adresse).resolve().is_file(), adresse


def test_aucun_fichier_ne_renvoie_a_une_carte_de_source_absente():
    for fichier in (STATIQUES / "vendor").rglob("*.min.*"):
        assert b"sourceMappingURL" not in fichier.read_bytes()[-200:]


def test_la_premiere_visite_tient_sous_150_ko():
    poids = sum(len(gzip.compress((STATIQUES / f).read_bytes(), 6)) for f in PREMIERE_VISITE)
    poids += (STATIQUES / POLICE).stat().st_size  # woff2 is already compressed
    page = 10_000
    assert poids + page <= 150 * 1024


def test_notre_script_n_evalue_rien_et_n_ecrit_pas_de_html():
    script = (STATIQUES / "look" / "maillage.js").read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|\.style\b", script)
