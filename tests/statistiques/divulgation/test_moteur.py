"""The engine that protects: nothing small is located, sums add up, and the auditor is never fooled."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.statistiques.rules.divulgation.audit import auditer
from maillage.statistiques.rules.divulgation.demande import DemandeIllisible, Mode
from maillage.statistiques.rules.divulgation.lecture import lire_anterieure, lire_demande
from maillage.statistiques.rules.divulgation.publication import en_json, publier
from maillage.statistiques.rules.divulgation.sensibles import poser
from tests.statistiques.divulgation.demandes import tableau, tiree


def valeurs(sortie: dict[str, Any]) -> dict[tuple[tuple[str, str], ...], Any]:
    return {
        tuple(sorted(c["cell"].items())): c["value"] for t in sortie["tables"] for c in t["cells"]
    }


def test_un_zero_de_structure_oublie_ferait_croire_a_une_cellule_protegee() -> None:
    """The trap: an auditor who lets the attacker believe in impossible cells certifies a leak."""
    comptes = [[10, 0, 0], [12, 40, 30], [11, 25, 35]]  # all of row A in column 1
    impossible = [{"ligne": "A", "colonne": "3"}]
    sans, avec = (poser(lire_demande(tableau(comptes, zeros=z))) for z in ([], impossible))
    cachees = {(1, 1), (1, 4), (2, 1), (2, 4)}  # A1, A3, B1, B3 hidden; A3 is impossible
    for probleme, sure in ((sans, True), (avec, False)):
        montrees = {
            i: None if cle in cachees else int(probleme.systeme.valeurs[i])
            for i, cle in enumerate(probleme.systeme.cles)
        }
        assert auditer(probleme, montrees).sure is sure


@pytest.mark.parametrize("graine", range(3))
def test_des_tables_liees_ne_livrent_aucune_petite_cellule(graine: int) -> None:
    publiee = publier(lire_demande(tiree(graine)), secondes=0.5)
    assert publiee.rapport.faiblesses == ()
    assert publiee.rapport.largeur_minimale is not None
    assert publiee.rapport.largeur_minimale >= 5
    for i in publiee.probleme.sensibles:
        assert publiee.valeurs.get(i) is None


@pytest.mark.parametrize("graine", range(3))
def test_l_arrondi_s_additionne_garde_les_zeros_et_bouge_moins_que_la_base(graine: int) -> None:
    publiee = publier(lire_demande(tiree(graine, mode="arrondi")))
    s = publiee.probleme.systeme
    for i, v in publiee.valeurs.items():
        assert v is not None
        assert v % 5 == 0
        assert abs(v - s.valeurs[i]) < 5
        assert v == 0 or s.valeurs[i] > 0
    for parent, enfants in s.relations:
        if parent in publiee.valeurs and all(e in publiee.valeurs for e in enfants):
            assert publiee.valeurs[parent] == sum(publiee.valeurs[e] or 0 for e in enfants)
    assert publiee.rapport.sure


def test_republier_une_secondaire_est_vu_par_l_auditeur_quand_elle_protege() -> None:
    comptes = [[3, 20, 17], [12, 40, 30], [11, 25, 35]]
    publiee = publier(lire_demande(tableau(comptes)), secondes=0.5)
    p = publiee.probleme
    secondaires = [i for i, v in publiee.valeurs.items() if v is None and i not in p.sensibles]
    assert secondaires
    for i in secondaires:
        montree = {**publiee.valeurs, i: int(p.systeme.valeurs[i])}
        assert not auditer(p, montree).sure  # nothing useless is hidden in so small a table


def test_les_lignes_dans_un_autre_ordre_cachent_autant() -> None:
    d = tiree(7)
    retourne = {**d, "dimensions": {
        n: {**v, "modalites": v["modalites"][::-1]} for n, v in d["dimensions"].items()
    }}  # fmt: skip
    a, b = (publier(lire_demande(x), secondes=1.0) for x in (d, retourne))
    caches = [sum(v is None for v in p.valeurs.values()) for p in (a, b)]
    assert abs(caches[0] - caches[1]) <= 0.1 * max(caches)


def test_deux_publications_de_suite_ne_se_soustraient_pas() -> None:
    """Year after year: newcomers are hidden cells, and what was published stays published."""
    annees = {"entree": {"modalites": ["2024", "2025"]}}
    lignes = [[30, 22, 9], [14, 8, 6]]
    nouveaux = [[2, 0, 1], [0, 3, 0]]
    premiere = tableau(lignes)
    sortie = en_json(publier(lire_demande(premiere), secondes=0.5))
    comptes = [
        {"cell": {**c["cell"], "entree": "2024"}, "n": c["n"]} for c in premiere["counts"]
    ] + [
        {"cell": {**c["cell"], "entree": "2025"}, "n": c["n"]} for c in tableau(nouveaux)["counts"]
    ]
    seconde = {
        **premiere, "id": "p2", "dimensions": {**premiere["dimensions"], **annees}, "counts": comptes,
        "frozen": ["p1"], "frozen_map": {"p1": {"where": {"entree": "2024"}}},
        "hidden": [{"dims": ["ligne", "colonne"], "where": {"entree": "2025"}}],
    }  # fmt: skip
    avant = lire_anterieure(premiere, sortie)
    implicite = {
        **seconde,
        "hidden": [],
    }  # what is left by subtraction is protected though nobody told it
    for d in (seconde, implicite):
        prudente = publier(lire_demande(d), [avant], secondes=0.5)
        assert prudente.rapport.sure
        assert prudente.rapport.faiblesses == ()
    a_part = publier(
        lire_demande({**seconde, "frozen": [], "frozen_map": {}, "hidden": []}), secondes=0.5
    )
    attaquee = auditer(prudente.probleme, {
        prudente.probleme.systeme.rang[cle]: a_part.valeurs[i]
        for cle, i in a_part.probleme.systeme.rang.items() if i in a_part.valeurs
    })  # fmt: skip
    assert any(f.exacte for f in attaquee.faiblesses)  # each protected apart, they subtract


def test_une_histoire_qui_a_change_est_refusee() -> None:
    premiere = tableau([[30, 22, 9], [14, 8, 6]])
    sortie = en_json(publier(lire_demande(premiere), secondes=0.2))
    avant = lire_anterieure(premiere, sortie)
    autre = {**tableau([[31, 22, 9], [14, 8, 6]]), "id": "p2", "frozen": ["p1"]}
    with pytest.raises(DemandeIllisible, match="l'histoire a changé"):
        publier(lire_demande(autre), [avant])


@pytest.mark.parametrize(
    "change",
    [
        {"tables": [{"id": "t", "dims": ["inconnue"]}]},
        {"threshold": 1},
        {"inconnu": 1},
        {"counts": [{"cell": {"ligne": "Z", "colonne": "1"}, "n": 1}]},
        {"counts": [{"cell": {"ligne": "A"}, "n": 1}]},
        {"counts": [{"cell": {"ligne": "A", "colonne": "1"}, "n": -1}]},
        {"structural_zeros": [{"ligne": "A"}]},
        {"frozen": ["absente"]},
        {"dimensions": {"ligne": {"modalites": []}, "colonne": {"modalites": ["1"]}}},
    ],
)
def test_une_demande_mal_faite_est_refusee_avant_tout_calcul(change: dict[str, Any]) -> None:
    with pytest.raises(DemandeIllisible):
        publier(lire_demande({**tableau([[3, 20, 17], [12, 40, 30]]), **change}))


def test_un_groupe_tout_entier_dans_une_case_ne_se_lit_pas() -> None:
    """Ten children of row A, all in column 1: who knows one of them would know her column."""
    publiee = publier(lire_demande(tableau([[10, 0, 0], [12, 40, 30], [11, 25, 35]])), secondes=0.5)
    lues = valeurs(en_json(publiee))
    assert lues[("colonne", "1"), ("ligne", "A")] == "s"
    assert publiee.rapport.sure


def test_le_mode_demande_l_emporte_sur_celui_du_fichier() -> None:
    assert lire_demande(tableau([[3]]), Mode.ARRONDI).mode is Mode.ARRONDI
