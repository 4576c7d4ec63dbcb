"""What is said before an import: another town, another time. Nothing is refused."""

from __future__ import annotations

from datetime import date

import pytest

from maillage.reprise import queries, services
from maillage.reprise.forms import ColonnesForm
from maillage.reprise.rules.alertes import alertes
from tests.reprise.atelier import NEUILLY, SAINT_DENIS, exemple
from tests.reprise.tableaux import LINA, tableau

SAINT_DENIS_CODES = frozenset({"93200", "93210", "93380"})


def test_un_fichier_d_une_autre_ville_et_d_un_autre_temps_est_signale() -> None:
    _, plan = exemple(NEUILLY)
    dites = alertes(plan.enfants, SAINT_DENIS_CODES, date(2026, 11, 23))
    assert ["hors du territoire" in d for d in dites] == [True, False]
    assert "paraîtront encore en cours" in dites[1]


def test_le_fichier_de_la_ville_et_de_l_annee_passe_sans_un_mot() -> None:
    _, plan = exemple(SAINT_DENIS)
    assert alertes(plan.enfants, SAINT_DENIS_CODES, date(2026, 11, 23)) == ()


@pytest.mark.django_db(databases=["default", "cles"])
def test_deux_colonnes_de_noms_sans_prenom_sont_refusees(monde) -> None:
    leila = monde.acteur("leila")
    reprise = services.deposer(
        acteur=leila, nom="x.csv", octets=tableau(LINA), modele_id=None, at=monde.aujourd_hui
    )
    tables = queries.colonnes(queries.la_reprise(leila, reprise))
    saisie = {f"c0-{c.indice}": c.champ.value for c in tables[0].colonnes}
    assert ColonnesForm(saisie, tables=tables).is_valid()
    prenom = next(c.indice for c in tables[0].colonnes if c.entete == "Prénom")
    faux = ColonnesForm({**saisie, f"c0-{prenom}": "nom"}, tables=tables)
    assert not faux.is_valid()
    assert "Prénom" in faux.non_field_errors()[0]
