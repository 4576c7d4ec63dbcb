"""The two example trackers, read to the last cell; figures checked by eye, row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from maillage.reprise.rules.rapport import rapporter
from tests.reprise.atelier import NEUILLY, SAINT_DENIS, exemple

T = "Table de suivi"


def test_saint_denis() -> None:
    classeur, plan = exemple(SAINT_DENIS)
    lu = rapporter(plan)
    assert [r["ligne"] for r in lu["refus"]] == [11, 26, 69, 87, 156, 173, 179, 265, 271, 297]
    assert len(lu["enfants"]) + len(lu["refus"]) == 284
    paires = [(10, 132), (52, 186), (53, 141), (67, 171), (106, 172), (110, 224), (117, 122), (135, 206), (188, 256), (204, 225), (226, 292), (287, 299)]  # fmt: skip
    assert lu["doublons_a_confirmer"] == [[f"{T}!{a}", f"{T}!{b}"] for a, b in paires]
    assert lu["cellules"]["total"] == sum(f.cellules for f in classeur.feuilles) == 6720
    personnes = {e["referent"] for e in lu["enfants"]} - {None}
    assert personnes == {
        "Nadia Benali",
        "Julien Moreau",
        "Aïssatou Camara",
        "Sophie Le Goff",
        "Karim Haddad",
        "Élodie Martin-Lopes",
    }


def test_neuilly_sur_marne() -> None:
    classeur, plan = exemple(NEUILLY)
    lu = rapporter(plan)
    assert [(r["feuille"], r["ligne"]) for r in lu["refus"]] == [
        ("Samia", 11),
        ("Samia", 23),
        ("ML Caron", 15),
        ("ML Caron", 27),
    ]
    assert len(lu["doublons_a_confirmer"]) == 8
    assert lu["cellules"]["total"] == sum(f.cellules for f in classeur.feuilles)
    assert Counter(e["referent"] for e in lu["enfants"]) == {
        "Samia": 57, "Carole Vasseur": 57, "Thilaka Raman": 56, "Marie-Laure Caron": 53, "Hélène Dupuis": 48, "Yasmina Ferrat": 47,
    }  # fmt: skip


@pytest.mark.parametrize("chemin", [SAINT_DENIS, NEUILLY], ids=lambda c: c.stem)
def test_chaque_enfant_porte_ce_que_sa_ligne_dit(chemin: object) -> None:
    _, plan = exemple(chemin)  # type: ignore[arg-type]
    lus = rapporter(plan)["enfants"]
    assert all(e["nom"] and e["prenom"] and e["classe"] and e["motifs"] for e in lus)
    assert all(e["motif_sortie"] or not e["sortie"] for e in lus)
    sensibles = (
        "rsa",
        "incarc",
        "ritaline",
        "asthme",
        "juge",
        "voyage",
        "religieux",
        "futée",
        "dettes",
        "crip",
        "procureur",
        "dépression",
    )
    neutres = [t.texte.lower() for t in plan.textes if t.compartiment == "neutre"]
    assert not [t for t in neutres if any(mot in t for mot in sensibles)]
