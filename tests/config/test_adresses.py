"""`maillage adresses importer`: what it says, what it puts in service, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from maillage.config import adresses
from maillage.config.commandes import FichierAbsent, SansInstallation
from maillage.config.ligne_de_commande import analyseur
from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import ban
from maillage.territoire.imports import EXEMPLE, adresses_renouvelees
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES

pytestmark = BASES


@pytest.fixture(autouse=True)
def dossier(settings: Any, tmp_path: Path) -> Path:
    settings.BAN = tmp_path / "ban"
    return settings.BAN


def lancer(*mots: str | Path, essai: bool = False) -> int:
    options = analyseur().parse_args(["adresses", "importer", *map(str, mots)])
    return adresses.lancer(options, essai=essai)


def test_une_lecture_a_blanc_dit_tout_et_ne_change_rien(
    dossier: Path, tmp_path: Path, capsys: Any
) -> None:
    rapport = tmp_path / "r.json"
    assert lancer(EXEMPLE, "--au", "2026-07-01", "--dry-run", "--json", rapport) == 0
    assert not ban.en_service(dossier)
    assert json.loads(rapport.read_text("utf-8"))["adresses"] == 4026
    assert "Rien n'a été écrit" in capsys.readouterr().out
    assert not Evenement.objects.exists()


def test_un_import_met_en_service_le_dit_et_previent_les_autres(dossier: Path, capsys: Any) -> None:
    entendus = []

    def entendre(source: ban.SourceDAdresses, **_signal: Any) -> None:
        entendus.append(source.departement)

    adresses_renouvelees.connect(entendre)
    try:
        assert lancer(EXEMPLE, "--au", "2026-07-01") == 0
    finally:
        adresses_renouvelees.disconnect(entendre)
    (source,) = ban.en_service(dossier)
    assert (source.departement, entendus) == ("93", ["93"])
    dit = capsys.readouterr().out
    assert "4026 adresses" in dit
    assert "À placer" in dit
    assert Evenement.objects.get(contenu__regle="ligne_de_commande").contenu["nombre"] == 4026


def test_ce_qui_est_refuse_le_dit_et_laisse_ce_qui_est_en_service(
    dossier: Path, tmp_path: Path
) -> None:
    faux = tmp_path / "faux.csv"
    faux.write_text("a;b\n1;2\n", encoding="utf-8")
    for mots, raison in (
        ((faux, "--au", "2026-07-01"), ErreurMetier),
        ((tmp_path / "rien.csv", "--au", "2026-07-01"), FichierAbsent),
        ((EXEMPLE, "--au", "hier"), ErreurMetier),
    ):
        with pytest.raises(raison):
            lancer(*mots)
    with pytest.raises(SansInstallation):
        lancer(EXEMPLE, "--au", "2026-07-01", essai=True)
    assert not ban.en_service(dossier)
