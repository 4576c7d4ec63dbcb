"""What everybody knows of schools is known to the auditor too: no masked cell is what two tables leave."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.publications.rules.catalogue import choisies
from maillage.publications.rules.plans import Reglage, planifier
from maillage.publications.rules.protection import proteger
from maillage.statistiques.rules.axes import Axe, axe, axes_fixes
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.ecoles import EcoleComptee
from maillage.statistiques.rules.impossibles import croisements_des_ecoles
from tests.publications.attaquant import Attaquant, Sortie
from tests.publications.villes import enfants

ECOLES = (
    EcoleComptee("A1", "Collège A", "college", label="rep_plus", reseau="A"),
    EcoleComptee("A2", "Maternelle A", "ecole_maternelle", label="rep_plus", reseau="A"),
    EcoleComptee("B1", "Collège B", "college", label="rep", reseau="B"),
    EcoleComptee("C1", "Collège C", "college", label="rep", reseau="C"),
    EcoleComptee("H1", "Lycée", "lycee", label="hors_education_prioritaire"),
)
COMBIEN = {"A1": 25, "A2": 15, "B1": 12, "C1": 3, "H1": 7}
CYCLES = {"A2": "maternelle", "H1": "autre"}


def _axes() -> dict[str, Axe]:
    zeros = croisements_des_ecoles(ECOLES, ECOLES, ("A", "B", "C"), lambda e: e.code_reseau)
    lues = (
        *axes_fixes(),
        axe("reseau", "Réseau", {"A": "A", "B": "B", "C": "C", "hors": "Hors", "ailleurs": "Autre"}),
        axe("etablissement", "École", {**{e.uai: e.nom for e in ECOLES}, "ailleurs": "Autre"},
            zeros=zeros),
    )  # fmt: skip
    return {a.nom: a for a in lues}


def _ville() -> list[dict[str, str]]:
    """Children of the schools, all else drawn."""
    par_uai = {e.uai: e for e in ECOLES}
    suite = [uai for uai, n in COMBIEN.items() for _ in range(n)]
    return [
        {**tire, "etablissement": uai, "reseau": par_uai[uai].code_reseau,
         "label": par_uai[uai].code_label, "cycle": CYCLES.get(uai, "college")}
        for uai, tire in zip(suite, enfants(len(suite)), strict=True)
    ]  # fmt: skip


def _sait_on(axes: dict[str, Axe]) -> list[dict[str, str]]:
    """What a reader of the list of schools rules out, written apart: a triple that no school bears."""
    dits = {(e.uai, e.code_reseau, e.code_label, CYCLES.get(e.uai, "college")) for e in ECOLES}
    noms = ("etablissement", "reseau", "label", "cycle")
    return [
        {x: a, y: b}
        for i, x in enumerate(noms) for j, y in enumerate(noms) if i < j
        for a in axes[x].codes for b in axes[y].codes
        if a not in ("ailleurs", "inconnu") and b not in ("ailleurs", "inconnu")
        and not any(d[i] == a and d[j] == b for d in dits)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tables",
    [("reseau", "label"), ("etablissement", "label_cycle"), ("etablissement", "cycle_sexe")],
)
def test_ce_que_chacun_sait_des_ecoles_ne_livre_aucune_case_masquee(tables: Any) -> None:
    """Three children of réseau C, hidden, are not the REP less those of réseau B."""
    axes, lus = _axes(), _ville()
    choisis = choisies(tables)
    plan = planifier("p", axes, lus, choisis, (), Reglage(Mode.SUPPRESSION))
    sortie = proteger(plan, secondes=0.1)
    utiles = {d: axes[d].codes for d in dict.fromkeys(d for t in choisis for d in t.dims)}
    sus = [z for z in _sait_on(axes) if set(z) <= set(utiles)]
    assert sus
    attaquant = Attaquant(utiles, sus, [Sortie(sortie.valeurs, 0)])
    trouvees = attaquant.petites({(1,): lus}, {t.code: t.dims for t in choisis})
    assert trouvees
    assert [t for t in trouvees if t.largeur < 4 - 1e-6] == []
    assert plan.contredits == ()


def test_une_ecole_primaire_ou_specialisee_ne_dit_pas_son_cycle() -> None:
    ecoles = [
        EcoleComptee("P", "Primaire", "ecole_primaire", label="rep", reseau="A"),
        EcoleComptee("S", "Spécialisé", "etablissement_specialise"),
    ]
    zeros = croisements_des_ecoles(ecoles, ecoles, ("A",), lambda e: e.code_reseau)
    dits = {(z["etablissement"], z["cycle"]) for z in zeros if set(z) == {"etablissement", "cycle"}}
    assert dits == {("P", "college"), ("P", "autre")}
    assert {"reseau": "A", "cycle": "college"} in zeros
    assert {"reseau": "A", "cycle": "inconnu"} not in zeros


def test_un_reseau_dont_on_ne_connait_aucune_ecole_ne_rend_rien_impossible() -> None:
    assert not [z for z in croisements_des_ecoles((), (), ("A",), lambda e: e.code_reseau)
                if z.get("reseau") == "A"]  # fmt: skip
