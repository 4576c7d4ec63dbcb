"""What an adversary made of the import: layouts, phrases and traps that once defeated it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from maillage.reprise.lexiques import charger
from maillage.reprise.rules.textes import classer
from tests.reprise.atelier import planifier, rapport
from tests.reprise.echantillons.adverses import ADVERSES
from tests.reprise.echantillons.fabrique import xlsx
from tests.reprise.echantillons.presentations import Echantillon
from tests.reprise.test_presentations import controler

DOSSIER = Path(__file__).parent / "echantillons"
LEXIQUES = charger()


def phrases(nom: str) -> list[str]:
    return [ligne for ligne in (DOSSIER / nom).read_text(encoding="utf-8").splitlines() if ligne]


@pytest.mark.parametrize("fabriquer", ADVERSES, ids=lambda f: f.__name__)
def test_chaque_presentation_adverse_rend_ses_enfants_et_toutes_ses_cellules(
    fabriquer: Callable[[], Echantillon],
) -> None:
    controler(fabriquer())


def test_aucune_phrase_sensible_n_est_neutre() -> None:
    toutes = phrases("textes_sensibles.txt")
    assert len(toutes) > 500
    assert [t for t in toutes if classer(t, LEXIQUES) == "neutre"] == []


def test_les_phrases_sensibles_sont_reconnues_et_non_seulement_inconnues() -> None:
    toutes = phrases("textes_sensibles.txt")
    inconnues = [t for t in toutes if not LEXIQUES.textes.tous(t)]
    assert len(inconnues) <= 0.02 * len(toutes), inconnues


def test_les_phrases_anodines_sont_rarement_retenues() -> None:
    toutes = phrases("textes_anodins.txt")
    assert len(toutes) > 150
    retenues = [t for t in toutes if classer(t, LEXIQUES) != "neutre"]
    assert len(retenues) <= 0.1 * len(toutes), retenues
    assert [t for t in toutes if LEXIQUES.textes.tous(t)] == []


ENTETE = [
    "Nom",
    "Prénom",
    "Né le",
    "Classe",
    "École",
    "Téléphone",
    "Actions",
    "Accord",
    "Motif",
    "Référent",
]
SAGE = ["DIALLO", "Inès", date(2015, 3, 2), "CM1", "Victor Hugo", "06 39 98 11 22", "CLAS", "oui", "langage", "Claire Dumont"]  # fmt: skip


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [
        ("Prénom", "Inès (TDAH)"), ("Classe", "CM1 - sous Ritaline"), ("École", "Victor Hugo (père incarcéré)"),
        ("Téléphone", "06 39 98 11 22 (père incarcéré)"), ("Actions", "CLAS ; mère sous curatelle"),
        ("Accord", "signé, père violent"), ("Motif", "langage, harcelée par son beau-père alcoolique"),
        ("Référent", "Claire Dumont (en dépression)"),
    ],
)  # fmt: skip
def test_une_phrase_sensible_dans_une_colonne_neutre_est_mise_a_l_abri(
    colonne: str, valeur: str
) -> None:
    rang = ENTETE.index(colonne)
    lu = rapport(xlsx({"S": [ENTETE, SAGE, [*SAGE[:rang], valeur, *SAGE[rang + 1 :]]]}), "s.xlsx")
    trouves = [t for t in lu["textes"] if t["ligne"] == 3]
    assert [t["colonne"] for t in trouves] == [colonne]
    assert trouves[0]["compartiment"] != "neutre"
    assert [e["prenom"] for e in lu["enfants"]] == ["Inès", "Inès"]


def test_une_rue_et_un_nom_de_famille_ne_sont_pas_des_textes_sensibles() -> None:
    entete = ["Nom", "Prénom", "Né le", "Adresse", "Responsable légal"]
    ligne = ["DIALLO", "Inès", date(2015, 3, 2), "58, rue de l'Église", "M. Islam"]
    assert rapport(xlsx({"S": [entete, ligne]}), "s.xlsx")["textes"] == []


def test_un_accord_sans_forme_est_dit_une_fois_pour_le_fichier() -> None:
    plan = planifier(xlsx({"S": [ENTETE, SAGE, SAGE, SAGE]}), "s.xlsx")
    assert {e.ensemble.accord for e in plan.enfants} == {"oral_trace"}
    assert [r for r in plan.remarques if "accord" in r] == [
        "3 accords sont notés sans dire s'ils sont oraux ou écrits : retenus comme oraux, à vérifier."
    ]
    assert not [a for a in plan.avertissements if a.colonne == "Accord"]


def test_un_nom_oublie_n_est_pas_pris_au_dessus() -> None:
    entete = ["Nom", "Prénom", "Né le", "Adresse"]
    gens = [["DIALLO", "Inès", date(2015, 3, n + 1), f"{n} rue des Lilas"] for n in range(20)]
    gens[7][0] = None
    assert [r["ligne"] for r in rapport(xlsx({"S": [entete, *gens]}), "s.xlsx")["refus"]] == [9]


def test_un_tableau_de_bord_n_est_pas_une_fiche() -> None:
    bord = [["Enfants", 45], ["Prénom", 3], ["Sexe", 12], ["Écoles", 4], ["Entrées", 7]]
    gens = [["Nom", "Prénom", "Né le"], ["DIALLO", "Inès", date(2015, 3, 2)]]
    lu = rapport(xlsx({"S": gens, "Synthèse": bord}), "s.xlsx")
    assert [e["prenom"] for e in lu["enfants"]] == ["Inès"]
    assert lu["cellules"]["total"] == 16
