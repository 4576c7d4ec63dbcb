"""The laws of the reprise: nothing lost, nothing doubled, nothing decided alone, whatever the order of the rows."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.classeurs.lecture import lire
from maillage.classeurs.rules.classeur import Cellule, Classeur, Feuille
from maillage.reprise.rules.correspondance import Modele
from maillage.reprise.rules.plan import Plan
from maillage.reprise.rules.preparation import correspondances, preparer
from maillage.reprise.rules.rapport import rapporter
from tests.reprise.atelier import AU, NEUILLY, SAINT_DENIS, planifier, rapport, ressources
from tests.reprise.echantillons.fabrique import xlsx
from tests.reprise.echantillons.presentations import TOUTES, cases_a_cocher, deux_rangs_d_entetes

ENTETE = [
    "Nom",
    "Prénom",
    "Sexe",
    "Date de naissance",
    "Classe",
    "Téléphone",
    "Date d'entrée",
    "Date de sortie",
    "Observations",
]
JUSTE = [
    "MARTIN",
    "Luc",
    "M",
    date(2015, 4, 2),
    "CE2",
    "06 39 98 00 01",
    date(2024, 10, 1),
    None,
    None,
]


def suivi(*rangees: list[Any]) -> dict[str, Any]:
    return rapport(xlsx({"Suivi": [ENTETE, JUSTE, *rangees]}), "suivi.xlsx")


def sauf(**valeurs: Any) -> list[Any]:
    champs = {"nom": 0, "prenom": 1, "naissance": 3, "entree": 6, "sortie": 7, "obs": 8}
    rangee = [
        "PETIT",
        "Zoé",
        "F",
        date(2016, 4, 2),
        "CE1",
        "06 39 98 00 02",
        date(2024, 10, 2),
        None,
        None,
    ]
    for champ, valeur in valeurs.items():
        rangee[champs[champ]] = valeur
    return rangee


@pytest.mark.parametrize(
    ("rangee", "dit"),
    [
        (sauf(naissance="12/04/1914"), "ans"),
        (sauf(naissance=date(2031, 4, 2)), "postérieure"),
        (sauf(naissance="31/02/2016"), "calendrier"),
        (sauf(sortie=date(2024, 9, 2)), "précède"),
        (sauf(nom=None), "nom"),
        (
            [
                "PETIT",
                "Zoé",
                None,
                "F",
                date(2016, 4, 2),
                "CE1",
                "06 39 98 00 02",
                date(2024, 10, 2),
            ],
            "décalées d'une colonne vers la droite",
        ),
        (
            [
                "PETIT",
                "F",
                date(2016, 4, 2),
                "CE1",
                "06 39 98 00 02",
                date(2024, 10, 2),
                None,
                None,
            ],
            "vers la gauche",
        ),
    ],
    ids=[
        "centenaire",
        "a-naitre",
        "31-fevrier",
        "sortie-avant-entree",
        "sans-nom",
        "decalee-a-droite",
        "decalee-a-gauche",
    ],
)
def test_une_ligne_impossible_est_refusee_avec_sa_place_et_sa_raison(
    rangee: list[Any], dit: str
) -> None:
    lu = suivi(rangee)
    (refus,) = lu["refus"]
    assert (refus["feuille"], refus["ligne"]) == ("Suivi", 3)
    assert dit in refus["erreur"]
    assert [e["nom"] for e in lu["enfants"]] == ["MARTIN"]
    assert lu["cellules"]["refusees"] == sum(v is not None for v in rangee)


def test_une_valeur_incertaine_laisse_vivre_la_ligne() -> None:
    lu = suivi(sauf(naissance=None, entree="12/05", obs="vient régulièrement"))
    assert lu["refus"] == []
    assert lu["enfants"][1]["entree"] is None
    assert any("année" in a["erreur"] for a in lu["avertissements"])


def test_les_totaux_legendes_et_intertitres_ne_sont_pas_des_enfants() -> None:
    lu = suivi(
        [],
        ["École Jules Vallès"],
        sauf(),
        ["TOTAL", 2],
        ["* en jaune : à revoir"],
        [None, "Total : 2 enfants"],
    )
    assert len(lu["enfants"]) == 2
    assert lu["refus"] == []


def test_un_refus_ecrit_dans_la_date_d_entree_est_compris() -> None:
    lu = suivi(sauf(entree="non pris : refus parents"))
    assert lu["enfants"][1]["pris_en_charge"] is False
    assert lu["enfants"][1]["motif_non_prise_en_charge"] == "refus_de_la_famille"


def test_le_meme_enfant_deux_fois_dans_une_feuille_est_propose_jamais_fondu() -> None:
    lu = suivi(sauf(), sauf())
    assert len(lu["enfants"]) == 3
    assert lu["doublons_a_confirmer"] == [["Suivi!3", "Suivi!4"]]


def test_jumeaux_et_homonymes_ne_sont_pas_proposes() -> None:
    lu = suivi(sauf(), sauf(prenom="Hugo"), sauf(naissance=date(2011, 12, 25)))
    assert lu["doublons_a_confirmer"] == []


def test_le_rapport_ne_porte_aucun_texte_libre() -> None:
    lu = suivi(sauf(obs="asthme sévère, traitement confidentiel"))
    assert lu["textes"] == [
        {"feuille": "Suivi", "ligne": 3, "colonne": "Observations", "compartiment": "sante"}
    ]
    assert "confidentiel" not in json.dumps(lu, ensure_ascii=False)


@pytest.mark.parametrize("chemin", [SAINT_DENIS, NEUILLY], ids=lambda c: c.stem)
def test_relire_le_meme_fichier_rend_le_meme_plan(chemin: Any) -> None:
    assert planifier(chemin.read_bytes(), chemin.name) == planifier(
        chemin.read_bytes(), chemin.name
    )


@pytest.mark.parametrize("fabriquer", TOUTES, ids=lambda f: f.__name__)
def test_le_modele_garde_relit_la_version_suivante_de_la_meme_facon(fabriquer: Any) -> None:
    e = fabriquer()
    proposees = correspondances(lire(e.octets, e.nom), ressources())
    modele = Modele.lire(json.loads(json.dumps(Modele.des(proposees).en_dict())))
    assert planifier(e.octets, e.nom, modele) == planifier(e.octets, e.nom)


def test_une_personne_peut_corriger_la_correspondance() -> None:
    octets = xlsx({"Suivi": [ENTETE, JUSTE, sauf(obs="bagarres")]})
    donnees = Modele.des(correspondances(lire(octets, "s.xlsx"), ressources())).en_dict()
    for colonnes in donnees["tables"].values():
        colonnes["observations"]["champ"] = "motifs"
    lu = rapporter(planifier(octets, "s.xlsx", Modele.lire(donnees)))
    assert lu["enfants"][1]["motifs"] == ["comportement"]
    assert lu["textes"] == []


def _contenu(plan: Plan) -> list[tuple[Any, ...]]:
    enfants = rapporter(plan)["enfants"]
    return sorted(tuple((c, str(v)) for c, v in e.items() if c != "lignes") for e in enfants)


@pytest.mark.parametrize(
    "fabriquer", [cases_a_cocher, deux_rangs_d_entetes], ids=lambda f: f.__name__
)
def test_l_ordre_des_lignes_ne_change_pas_les_enfants(fabriquer: Any) -> None:
    e = fabriquer()
    (feuille,) = lire(e.octets, e.nom).feuilles
    _melanger_et_comparer(feuille, len(feuille.lignes) - len(e.personnes))


def test_l_ordre_des_lignes_du_suivi_de_saint_denis_ne_change_pas_les_enfants() -> None:
    feuille = lire(SAINT_DENIS.read_bytes(), SAINT_DENIS.name).feuilles[0]
    rang = next(n for n, (numero, _) in enumerate(feuille.lignes) if numero == 7)
    _melanger_et_comparer(feuille, rang)


def _melanger_et_comparer(feuille: Feuille, entetes: int) -> None:
    corps = [cellules for _, cellules in feuille.lignes[entetes:]]
    numeros = [numero for numero, _ in feuille.lignes[entetes:]]
    random.Random(3).shuffle(corps)  # noqa: S311 - a shuffle, not a secret
    melangees = tuple(
        (n, tuple(Cellule(n, c.colonne, c.valeur) for c in r))
        for n, r in zip(numeros, corps, strict=True)
    )
    melangee = Feuille(feuille.nom, feuille.lignes[:entetes] + melangees, feuille.fusions)
    avant, apres = (
        preparer(Classeur("x", "xlsx", (f,)), ressources(), AU) for f in (feuille, melangee)
    )
    assert _contenu(avant) == _contenu(apres)
    assert len(avant.doublons) == len(apres.doublons)
    assert len(avant.refus) == len(apres.refus)


VALEURS = st.one_of(
    st.sampled_from([*ENTETE, "TOTAL", "NOM Prénom", "EPS 1", "Motifs", "Enfant", "sept", "x", "M", "CE2", "?", "DUPONT", "Léa", "bagarres", "Année"]),
    st.text(max_size=12).filter(lambda t: t.strip(" \t\r\n\u00a0")),
    st.dates(date(1900, 3, 1), date(2060, 1, 1)),
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
)  # fmt: skip
CELLULES = st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 7)), VALEURS, max_size=40)


@given(feuilles=st.lists(CELLULES, min_size=1, max_size=3), avec_entete=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_chaque_cellule_non_vide_a_un_sort_et_un_seul(
    feuilles: list[dict[tuple[int, int], Any]], *, avec_entete: bool
) -> None:
    lues = []
    for rang, saisies in enumerate(feuilles):
        titres = {(1, c): t for c, t in enumerate(ENTETE, 1)} if avec_entete else {}
        cases = saisies | titres
        lignes = sorted({ligne for ligne, _ in cases})
        rangees = (
            (
                n,
                tuple(
                    Cellule(n, c, v)
                    for (r, c), v in sorted(cases.items(), key=lambda x: x[0])
                    if r == n
                ),
            )
            for n in lignes
        )
        lues.append(Feuille(f"F{rang}", tuple(rangees)))
    plan = preparer(Classeur("x.xlsx", "xlsx", tuple(lues)), ressources(), AU)
    toutes = {
        (f.nom, c.ligne, c.colonne) for f in lues for _, cellules in f.lignes for c in cellules
    }
    sorts = [(s.lieu.feuille, s.lieu.ligne, s.lieu.colonne) for s in plan.sorts]
    assert len(sorts) == len(toutes)
    assert set(sorts) == toutes
    assert all(s.raison for s in plan.sorts)
    assert rapporter(plan)["cellules"]["total"] == len(toutes)
