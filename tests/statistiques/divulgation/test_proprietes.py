"""What must hold of every release: proven by enumeration on small tables, by an attacker written apart on larger ones."""

from __future__ import annotations

import json
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.divulgation_attaquant import Attaquant, trop_etroites
from bench.divulgation_campagne import essayer
from bench.divulgation_jeux import annees, deux_cartes
from maillage.statistiques.rules.divulgation.attaque import attaquer, dedans_de_chacune
from maillage.statistiques.rules.divulgation.audit import auditer
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import Publication, en_json, publier
from maillage.statistiques.rules.divulgation.sensibles import Probleme, poser
from tests.statistiques.divulgation.demandes import tableau, tiree

COMPTE = st.sampled_from([0, 0, 1, 2, 3, 4, 7, 12, 30])
PAS = np.array(list(product(range(-4, 5), repeat=3)))
TROP_DE_CHOIX = 3_000_000


def grille(publiee: Publication, h: int, w: int) -> np.ndarray:
    """What is shown, margins last; -1 where it is suppressed."""
    lignes, colonnes = [*"ABC"[:h], "total"], [*map(str, range(1, w + 1)), "total"]
    lues = {tuple(sorted(nom)): v for nom, v in publiee.table(0).items()}
    vues = [[lues[("colonne", c), ("ligne", a)] for c in colonnes] for a in lignes]
    return np.array([[-1 if v is None else v for v in ligne] for ligne in vues])


def bouger(vues: np.ndarray, vraies: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The least and most each inner cell of a 3-column table moves, over every whole table near enough; None: too many."""
    rangees = []
    for vue, vraie in zip(vues[:-1], vraies, strict=True):
        va = ((vue[:3] < 0) | (PAS == 0)).all(axis=1) & (PAS + vraie >= 0).all(axis=1)
        va &= (vue[3] < 0) | (PAS.sum(axis=1) == 0)
        rangees.append(PAS[va])
    if np.prod([len(r) for r in rangees]) > TROP_DE_CHOIX:
        return None
    rangs = np.indices([len(r) for r in rangees]).reshape(len(rangees), -1)
    choix = np.stack([r[i] for r, i in zip(rangees, rangs, strict=True)], axis=1)
    sommes = choix.sum(axis=1)
    va = ((vues[-1, :3] < 0) | (sommes == 0)).all(axis=1)
    va &= (vues[-1, 3] < 0) | (sommes.sum(axis=1) == 0)
    return choix[va].min(axis=0), choix[va].max(axis=0)


@pytest.mark.parametrize("hauteur", [2, 3])
def test_toutes_les_tables_entieres_possibles_laissent_la_largeur_promise(hauteur: int) -> None:
    """Enumerated, without any solver: whole numbers protect as much as the programmes say."""
    hasard, comptees = Random(hauteur), 0  # noqa: S311 - a drawing that can be drawn again
    for _ in range(12):
        vraies = np.array(
            [[hasard.choice([0, 1, 3, 4, 7, 12, 30]) for _ in range(3)] for _ in range(hauteur)]
        )
        publiee = publier(lire_demande(tableau(vraies.tolist())), secondes=0.05)
        lu = bouger(grille(publiee, hauteur, 3), vraies)
        if lu is None or not publiee.rapport.sensibles:
            continue
        petites = (vraies > 0) & (vraies < 5)
        comptees += int(petites.sum())
        assert (lu[0][petites] <= -np.minimum(vraies, 2)[petites]).all()
        assert (lu[1][petites] >= 4).all()
    assert comptees >= 10


def test_tout_arrondi_a_deux_lignes_laisse_une_largeur_de_quatre() -> None:
    """Every whole table whose figures are within 4 of those shown."""
    vraies = np.array([[1, 4, 12], [3, 7, 2]])
    vues = grille(publier(lire_demande(tableau(vraies.tolist(), mode="arrondi"))), 2, 3)
    axes = [range(max(0, v - 4), v + 5) for v in vues[:2, :3].ravel()]
    tables = np.array(np.meshgrid(*axes, indexing="ij")).reshape(6, -1).T.reshape(-1, 2, 3)
    va = (np.abs(tables.sum(axis=2) - vues[:2, 3]) < 5).all(axis=1)
    va &= (np.abs(tables.sum(axis=1) - vues[2, :3]) < 5).all(axis=1)
    va &= np.abs(tables.sum(axis=(1, 2)) - vues[2, 3]) < 5
    assert (np.ptp(tables[va], axis=0)[(vraies > 0) & (vraies < 5)] >= 4).all()
    assert (tables[va] == vraies).all(axis=(1, 2)).any()


@settings(max_examples=10)
@given(comptes=st.lists(st.lists(COMPTE, min_size=3, max_size=3), min_size=3, max_size=3))
def test_chaque_temoin_est_une_table_possible_qui_ne_bouge_rien_de_publie(
    comptes: list[list[int]],
) -> None:
    publiee = publier(lire_demande(tableau(comptes)), secondes=0.05)
    p, dedans = publiee.probleme, dedans_de_chacune(publiee.probleme)
    bas, haut = {}, {}
    for x in (p.systeme.interieur.astype(float), *publiee.rapport.temoins):
        assert x.min(initial=0) >= -1e-6
        for i, v in publiee.valeurs.items():
            assert v is None or abs(x[dedans[i]].sum() - v) < 1e-5
        for i in p.sensibles:
            n = float(x[dedans[i]].sum())
            bas[i], haut[i] = min(bas.get(i, n), n), max(haut.get(i, n), n)
    for i, e in p.sensibles.items():
        n = int(p.systeme.valeurs[i])
        assert bas[i] <= n - e.bas + 1e-5
        assert haut[i] >= n + e.haut - 1e-5


def bouts(probleme: Probleme, valeurs: Any) -> dict[Any, tuple[float, float]]:
    """The ends of every sensitive cell, exactly."""
    a = attaquer(probleme, valeurs)
    for i in a.cibles:
        for haut in (False, True):
            a.pousser_une(i, haut=haut)
    return {probleme.systeme.cles[i]: (a.bas[i], a.haut[i]) for i in a.cibles}


@pytest.mark.parametrize("mode", ["secret", "arrondi"])
def test_une_publication_de_plus_n_elargit_jamais_un_intervalle(mode: str) -> None:
    d = tiree(3, 250, 4, mode=mode, tables=2)
    avant = publier(lire_demande(d), secondes=0.1)
    gelee = lire_anterieure(d, json.loads(json.dumps(en_json(avant))))
    suite = {**d, "id": "suite", "tables": tiree(3, 250, 4, tables=3)["tables"]}
    seule = publier(lire_demande(suite), secondes=0.1)
    ensemble = poser(lire_demande({**suite, "frozen": [d["id"]]}), [gelee])
    nommees = {seule.probleme.systeme.cles[i]: v for i, v in seule.valeurs.items()}
    memes = {i: nommees[c] for c, i in ensemble.systeme.rang.items() if c in nommees}
    larges, etroites = bouts(seule.probleme, seule.valeurs), bouts(ensemble, memes)
    for cle in larges.keys() & etroites.keys():
        assert etroites[cle][0] >= larges[cle][0] - 1e-5
        assert etroites[cle][1] <= larges[cle][1] + 1e-5


def test_l_auditeur_et_un_attaquant_ecrit_a_part_disent_la_meme_chose() -> None:
    """A secondary shown again at random: refused when, and only when, the other attacker locates a cell too narrowly."""
    d = tiree(11, 200, 4, tables=2)
    publiee = publier(lire_demande(d), secondes=0.3)
    p, sortie = publiee.probleme, en_json(publiee)
    secondaires = [i for i, v in publiee.valeurs.items() if v is None and i not in p.sensibles]
    verdicts = set()
    for i in Random(4).sample(secondaires, min(6, len(secondaires))):  # noqa: S311 - a drawing that can be drawn again
        valeurs = {**publiee.valeurs, i: int(p.systeme.valeurs[i])}
        montree = json.loads(json.dumps(en_json(
            Publication(p, valeurs, publiee.rapport, publiee.secondaires)
        )))  # fmt: skip
        petites = {f.cellule for f in auditer(p, valeurs).nouvelles if p.sensibles[f.cellule].haut}
        apart = trop_etroites(Attaquant([(d, montree)]).attaquer(), d)
        assert bool(petites) == bool(apart)
        verdicts.add(bool(petites))
    assert True in verdicts
    assert not trop_etroites(Attaquant([(d, sortie)]).attaquer(), d)


@pytest.mark.parametrize(("mode", "seuil"), [("secret", 5), ("arrondi", 11)])
def test_deux_cartes_ne_se_soustraient_pas(mode: str, seuil: int) -> None:
    """A small sample of `bench.divulgation_campagne`."""
    lu = essayer(deux_cartes(1, 250, 8, mode=mode, seuil=seuil))
    assert lu["releases"] == 2
    assert lu["refused"] == lu["exact"] == lu["narrow"] == 0
    assert lu["targets"] > 40


@pytest.mark.parametrize("mode", ["secret", "arrondi"])
def test_deux_annees_de_suite_ne_se_soustraient_pas(mode: str) -> None:
    lu = essayer(annees(1, 1_500, combien_d_annees=2, mode=mode))
    assert lu["releases"] == 2
    assert lu["refused"] == lu["exact"] == lu["narrow"] == 0
    assert lu["targets"] > 40


def test_chaque_annee_a_part_se_laisserait_soustraire() -> None:
    """The same attacker, the same children, protected without memory: he does find them."""
    demandes = annees(1, 500, combien_d_annees=2)
    paires = []
    for d in demandes:
        sans_memoire = {**d, "frozen": [], "frozen_map": {}, "hidden": []}
        sortie = en_json(publier(lire_demande(sans_memoire), secondes=0.1))
        paires.append((d, json.loads(json.dumps(sortie))))
    assert sum(x.exacte for x in Attaquant(paires).attaquer()) > 5
