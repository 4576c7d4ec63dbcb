"""`maillage publication`: what it writes is read back by the engine as an earlier release, and signatures are checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from maillage.config import publication as commande
from maillage.config.ligne_de_commande import analyseur
from maillage.config.sauvegarde import sauvegarde
from maillage.notions.erreurs import ErreurMetier
from maillage.publications.magasin.models import Parution
from maillage.publications.models import Preparation
from maillage.publications.queries import lecture
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import publier as proteger
from tests.factories.monde import BASES, Monde
from tests.publications.gestes import publier
from tests.publications.villes import Ville, enfants

pytestmark = BASES
TABLES = ("age_sexe", "quartier_age")


def exporter(numero: int, dossier: Path) -> tuple[dict[str, Any], dict[str, Any], int]:
    sortie, demande = dossier / "sortie.json", dossier / "demande.json"
    options = [
        "publication",
        "exporter",
        str(numero),
        "--json",
        str(sortie),
        "--demande",
        str(demande),
    ]
    code = commande.lancer(analyseur().parse_args(options))
    return json.loads(sortie.read_text()), json.loads(demande.read_text()), code


@pytest.mark.parametrize("mode", Mode)
def test_une_publication_exportee_se_relit_comme_anterieure_et_pese_sur_la_suivante(
    mode: Mode, monde: Monde, ville: Ville, tmp_path: Path
) -> None:
    numero = publier(monde.acteur("leila"), monde.aujourd_hui, mode=mode, tables=TABLES)
    sortie, demande, code = exporter(numero, tmp_path)
    assert code == 0
    assert set(sortie) == {"id", "mode", "base", "tables", "certificate", "audit"}
    assert set(sortie["audit"]) >= {
        "cells", "primary", "secondary", "min_width", "exact", "lps", "seconds",
    }  # fmt: skip
    assert sortie["audit"]["exact"] == 0
    anterieure = lire_anterieure(demande, sortie)
    parue = lecture.parution(numero, monde.programme.pk)
    assert anterieure.valeurs == {t.id: dict(t.cells) for t in parue.tables}
    assert (anterieure.demande.mode, anterieure.demande.base) == (mode, 5)
    dims = {d: x["modalites"] for d, x in demande["dimensions"].items()}
    arrives = [e for e in enfants(30, 8) if all(e[d] in m for d, m in dims.items())]
    comptes = [
        {"cell": {**{d: e[d] for d in dims}, "vague": vague}, "n": 1}
        for vague, lot in (("alors", ville.enfants), ("depuis", arrives))
        for e in lot
    ]
    suivante = lire_demande({
        **demande, "id": "suivante", "counts": comptes, "frozen": [sortie["id"]],
        "dimensions": {**demande["dimensions"], "vague": {"modalites": ["alors", "depuis"]}},
        "frozen_map": {sortie["id"]: {"where": {"vague": "alors"}}},
    })  # fmt: skip
    publiee = proteger(suivante, [anterieure], secondes=0.1)
    assert publiee.rapport.sure
    assert publiee.probleme.fixees or publiee.probleme.bornes, "the earlier figures weigh on it"


def test_un_numero_inconnu_est_refuse_et_rien_n_est_ecrit(monde: Monde, tmp_path: Path) -> None:
    with pytest.raises(ErreurMetier, match="ne porte le numéro 4"):
        exporter(4, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_les_signatures_sont_relues_et_une_fausse_est_dite(
    monde: Monde, ville: Ville, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.TOMBES = tmp_path / "tombes.jsonl"  # those of other tests are not of this base
    publier(monde.acteur("leila"), monde.aujourd_hui, tables=("age_sexe",))
    verifier = analyseur().parse_args(["publication", "verifier"])
    assert commande.lancer(verifier) == 0
    parue = Parution.objects.get()
    Parution.objects.create(**{
        **{f.name: getattr(parue, f.name) for f in Parution._meta.fields},
        "numero": 2, "preparation": monde.programme.pk, "contenu": parue.contenu.replace(":5", ":10", 1),
    })  # fmt: skip
    assert commande.lancer(verifier) == 1
    assert "Publication 2 :" in capsys.readouterr().err


def test_apres_une_restauration_une_publication_oubliee_se_dit(
    monde: Monde, ville: Ville, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.TOMBES = tmp_path / "tombes.jsonl"  # those of other tests are not of this base
    publier(monde.acteur("leila"), monde.aujourd_hui, tables=("age_sexe",))
    verifier = analyseur().parse_args(["sauvegarde", "verifier"])
    assert sauvegarde(verifier) == 0
    Preparation.objects.update(numero=5)
    assert sauvegarde(verifier) == 1
    dit = capsys.readouterr().out
    assert "Publications 1 : leurs comptes manquent aux données." in dit
    assert "Publications 5 : leur texte manque au magasin des publications." in dit
