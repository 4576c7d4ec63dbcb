"""The second wall on the command line and at start-up: what is asked must stand, what is not asked is said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from maillage.config import bases, ouverture, verifications
from maillage.config.ligne_de_commande import analyseur
from maillage.partage import pose
from tests.factories.monde import BASES


def murs(*mots: str) -> int:
    return ouverture.COMMANDES["murs"](analyseur().parse_args(["murs", *mots]))


@BASES
def test_verifier_dit_ce_qui_manque_et_finit_en_refus(capsys: Any) -> None:
    assert murs("verifier") == 1
    lu = capsys.readouterr().err
    assert ("PostgreSQL" in lu) is (connection.vendor == "sqlite")
    assert ("ne sont pas posés" in lu) is (connection.vendor == "postgresql")


def test_poser_demande_le_role_de_l_application() -> None:
    with pytest.raises(pose.MurImpossible, match="--role"):
        murs("poser")


@pytest.mark.parametrize("acte", ["detruire", ""])
def test_un_acte_inconnu_est_une_commande_mal_ecrite(acte: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        murs(acte)


def base_de(monkeypatch: pytest.MonkeyPatch, vendor: str, *, murs: bool, fautes: list[str]) -> None:
    rendue = SimpleNamespace(vendor=vendor, close=lambda: None)
    monkeypatch.setattr(verifications, "connection", rendue)
    monkeypatch.setattr(
        verifications, "settings", SimpleNamespace(DEMO=False, MURS_POSTGRESQL=murs)
    )
    monkeypatch.setattr(verifications.pose, "fautes", lambda: fautes)
    monkeypatch.setattr(verifications.pose, "sans_annonce", lambda: False)


def test_un_service_dont_les_murs_ne_tiennent_pas_ne_demarre_pas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base_de(monkeypatch, "postgresql", murs=True, fautes=["La table x n'est pas murée."])
    with pytest.raises(ImproperlyConfigured, match="La table x"):
        verifications.murs_au_demarrage()


@pytest.mark.parametrize(
    ("vendor", "demandes", "dit"),
    [("postgresql", True, False), ("postgresql", False, True), ("sqlite", False, False)],
)
def test_un_service_sans_murs_demarre_et_le_dit_sur_postgresql_seulement(
    monkeypatch: pytest.MonkeyPatch,
    capsys: Any,
    vendor: str,
    demandes: bool,  # noqa: FBT001 - a column of the table above
    dit: bool,  # noqa: FBT001
) -> None:
    base_de(monkeypatch, vendor, murs=demandes, fautes=[])
    verifications.murs_au_demarrage()
    assert ("n'est pas posée" in capsys.readouterr().err) is dit


@pytest.mark.parametrize("autocommit", [True, False])
def test_la_reserve_efface_l_identite_et_rend_une_connexion_au_repos(
    autocommit: bool,  # noqa: FBT001
) -> None:
    gestes: list[str] = []
    connexion = SimpleNamespace(
        execute=gestes.append, autocommit=autocommit, commit=lambda: gestes.append("commit")
    )
    reserve = bases.postgresql("postgresql://x/y")["OPTIONS"]["pool"]
    reserve["reset"](connexion)
    assert gestes[0] == "SELECT set_config('maillage.identite', '', false)"
    assert gestes[1:] == ([] if autocommit else ["commit"])
