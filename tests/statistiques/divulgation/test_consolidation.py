"""The releases of many programmes added up: the truth is between the ends, and no hidden cell comes out of the sum."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from maillage.statistiques.rules.divulgation.consolidation import (
    Inconsolidable,
    Sortie,
    consolidation_en_json,
    consolider,
    lire_sortie,
)
from maillage.statistiques.rules.divulgation.lecture import lire_demande
from maillage.statistiques.rules.divulgation.publication import en_json, publier
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice, Programme
from tests.statistiques.divulgation.demandes import tableau

LIGNES, COLONNES = ("A", "B"), ("1", "2", "3")
Comptes = list[list[int]]


def programmes(combien: int, mode: str) -> list[tuple[Comptes, dict[str, Any]]]:
    """True counts of each programme, and what it released."""
    hasard = Random(combien)  # noqa: S311 - a drawing that can be drawn again
    lus = []
    for i in range(combien):
        comptes = [[hasard.choice([0, 1, 2, 7, 12, 30]) for _ in COLONNES] for _ in LIGNES]
        demande = tableau(comptes, mode=mode)
        lus.append(
            (comptes, en_json(publier(lire_demande({**demande, "id": f"p{i}"}), secondes=0.1)))
        )
    return lus


def valeur(comptes: Comptes, ligne: str, colonne: str) -> int:
    return sum(
        comptes[i][j]
        for i, a in enumerate(LIGNES)
        for j, b in enumerate(COLONNES)
        if ligne in (a, "total") and colonne in (b, "total")
    )


def sortie(nom: str, valeurs: dict[tuple[str, str], Any], **plus: Any) -> dict[str, Any]:
    """An answer written by hand."""
    cells = [{"cell": {"ligne": a, "colonne": b}, "value": v} for (a, b), v in valeurs.items()]
    return {
        "id": nom, "mode": "secret", "base": 5, "tables": [{"id": "t", "cells": cells}],
        "certificate": {"sha256": nom * 8}, "audit": {"exact": 0}, **plus,
    }  # fmt: skip


@pytest.mark.parametrize("mode", ["secret", "arrondi"])
def test_le_vrai_total_est_entre_les_bornes_et_jamais_petit(mode: str) -> None:
    lus = programmes(9, mode)
    r = consolidation_en_json(
        consolider("nation", [lire_sortie(f"p{i}", s) for i, (_, s) in enumerate(lus)])
    )
    assert r["audit"]["cells"] == 12
    for c in r["tables"][0]["cells"]:
        vrai = sum(valeur(z, c["cell"]["ligne"], c["cell"]["colonne"]) for z, _ in lus)
        assert c["low"] <= vrai
        assert c["high"] is None or vrai <= c["high"]
        if c["value"] != "s":
            assert c["value"] == 0 or c["value"] >= 5
            assert mode == "arrondi" or c["value"] == vrai
        else:
            assert c["high"] is None or c["high"] - c["low"] >= 5


def intervalles(sorties: list[Sortie], reunies: list[dict[str, Any]]) -> np.ndarray:
    """Between what and what an attacker who knows all releases, and these sums, finds each inner cell of each programme."""
    n = len(LIGNES) * len(COLONNES)
    rangs = {(a, b): k for k, (a, b) in enumerate((a, b) for a in LIGNES for b in COLONNES)}

    def dedans(cellule: dict[str, str], p: int) -> list[int]:
        a, b = cellule["ligne"], cellule["colonne"]
        return [p * n + k for (x, y), k in rangs.items() if a in (x, "total") and b in (y, "total")]

    lignes = [
        (dedans(dict(nom), p), float(v), float(v))
        for p, s in enumerate(sorties)
        for nom, v in s.tables["t"].items()
        if v is not None
    ]
    for c in reunies:
        ou = [j for p in range(len(sorties)) for j in dedans(c["cell"], p)]
        lignes.append((ou, float(c["low"]), INFINI if c["high"] is None else float(c["high"])))
    largeur = n * len(sorties)
    programme = Programme(
        Matrice.de_lignes([(ou, [1.0] * len(ou)) for ou, *_ in lignes], largeur),
        np.zeros(largeur),
        np.full(largeur, 10_000.0),
        (np.array([b for _, b, _ in lignes]), np.array([h for *_, h in lignes])),
    )
    bornes = np.zeros((largeur, 2))
    for j in range(largeur):
        couts = np.zeros(largeur)
        couts[j] = 1
        for cote, haut in enumerate((False, True)):
            bornes[j, cote] = programme.resoudre_vers(couts, maximiser=haut)[1]
    return bornes


def test_la_somme_moins_les_autres_ne_dit_rien_de_plus_qu_avant() -> None:
    lus = programmes(5, "secret")
    sorties = [lire_sortie(f"p{i}", s) for i, (_, s) in enumerate(lus)]
    sommes = consolidation_en_json(consolider("nation", sorties))["tables"][0]["cells"]
    avant, apres = intervalles(sorties, []), intervalles(sorties, sommes)
    assert np.abs(apres - avant).max() < 1e-4
    cachees = avant[:, 1] - avant[:, 0] > 1e-4
    assert cachees.any()
    vraies = [  # had the true sums been released, the last programme to hide a cell would be read
        {"cell": c["cell"], "low": t, "high": t}
        for c in sommes
        for t in [sum(valeur(z, c["cell"]["ligne"], c["cell"]["colonne"]) for z, _ in lus)]
    ]
    naif = intervalles(sorties, vraies)
    assert (naif[:, 1] - naif[:, 0]).sum() < (avant[:, 1] - avant[:, 0]).sum() - 1


def test_une_case_tue_par_un_seul_est_tue_dans_la_somme() -> None:
    a = lire_sortie("a", sortie("a", {("A", "1"): 12, ("A", "total"): 40}))
    b = lire_sortie("b", sortie("b", {("A", "1"): "s", ("A", "total"): 20}))
    lues = consolidation_en_json(consolider("n", [a, b]))["tables"][0]["cells"]
    assert lues == [
        {
            "cell": {"colonne": "1", "ligne": "A"},
            "value": "s",
            "low": 12,
            "high": 32,
            "precise": False,
        },
        {
            "cell": {"colonne": "total", "ligne": "A"},
            "value": 60,
            "low": 60,
            "high": 60,
            "precise": True,
        },
    ]


def test_une_somme_de_petits_nombres_arrondis_n_est_pas_dite_precise() -> None:
    """Forty programmes with 1 or 2 children there all show 0: the sum shows 0, and must not be read so."""
    valeurs = {("A", "1"): 0, ("total", "total"): 400}
    lot = [lire_sortie(f"p{k}", sortie(f"p{k}", valeurs, mode="arrondi")) for k in range(40)]
    petite, grande = consolidation_en_json(consolider("n", lot))["tables"][0]["cells"]
    assert (petite["value"], petite["low"], petite["high"], petite["precise"]) == (0, 0, 160, False)
    assert grande["precise"]


def test_ce_que_tous_n_ont_pas_est_laisse_de_cote_et_dit() -> None:
    a = lire_sortie("a", sortie("a", {("A", "1"): 12, ("total", "total"): 40}))
    b = lire_sortie("b", sortie("b", {("Z", "1"): 9, ("total", "total"): 20}))
    r = consolider("n", [a, b])
    assert [dict(n) for n in r.tables["t"]] == [{"colonne": "total", "ligne": "total"}]
    assert r.ecartees == {"t": 2}
    assert consolider("n", [a, b], sans=["ligne"]).ecartees == {}


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"audit": {"exact": 1}}, "audit"),
        ({"certificate": {"sha256": ""}}, "audit"),
        ({"certificate": None}, "ne se lit pas"),
        ({"mode": "autre"}, "ne se lit pas"),
        ({"mode": "arrondi"}, "pas arrondi"),
        ({"tables": []}, "ne se lit pas"),
        ({"tables": [{"id": "t", "cells": [{"cell": {"ligne": "A"}, "value": -1}]}]}, "ne se lit"),
        ({"tables": [{"id": "t", "cells": [{"cell": {"ligne": "A"}, "value": 5}] * 2}]}, "double"),
    ],
)
def test_une_publication_abimee_ou_non_auditee_est_refusee(
    change: dict[str, Any], dit: str
) -> None:
    with pytest.raises(Inconsolidable, match=dit):
        lire_sortie("p", {**sortie("p", {("A", "1"): 12}), **change})


def test_on_n_additionne_ni_un_seul_programme_ni_deux_fois_le_meme() -> None:
    a = lire_sortie("a", sortie("a", {("A", "1"): 12}))
    for lot in ([a], [a, a]):
        with pytest.raises(Inconsolidable):
            consolider("n", lot)


def test_une_case_plus_grande_que_son_total_est_refusee() -> None:
    a, b = (
        lire_sortie(nom, sortie(nom, {("A", "1"): 12, ("A", "total"): total}))
        for nom, total in (("a", 20), ("b", 7))
    )
    with pytest.raises(Inconsolidable, match="dépasse son total"):
        consolider("n", [a, b])
