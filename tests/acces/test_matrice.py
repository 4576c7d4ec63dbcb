"""The authorisation matrix: what the policy decides is what every address answers, to everyone, by every way of asking.

Here each route is asked once by each mission and each situation of an account, the cell drawn anew at each run (the seed is
printed); on PostgreSQL one person in eight. The whole is `start.py bench matrice`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from maillage.comptes.rules import Mission
from maillage.partage.pages import page
from maillage.partage.rules.actes import Acte
from tests.acces import cellules as matrice
from tests.acces.cellules import Cellule, RouteNonDeclaree, page_de
from tests.acces.declarations import DECLARATIONS, PUBLIQUES
from tests.acces.interroger import Enquete, parcourir, taille
from tests.acces.marche import Route, routes
from tests.factories.monde import BASES
from tests.factories.preuve import SITUATIONS, creer_le_monde, monde_garde

ROUTES = routes()
UNE_SUR = 8 if os.environ.get("MAILLAGE_PASSE") == "postgresql" else 1
GROUPES = len(Mission) + len(SITUATIONS)
pytestmark = BASES


@pytest.fixture(scope="module")
def enquete(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Enquete]:
    """One world for all the cells that this process asks."""
    with django_db_blocker.unblock(), monde_garde():
        yield Enquete(creer_le_monde())


@pytest.mark.parametrize("rang", range(len(ROUTES)), ids=lambda n: ROUTES[n].nom)
def test_chaque_adresse_repond_ce_que_decide_la_politique(rang: int, enquete: Enquete) -> None:
    route = ROUTES[rang]
    tirees = tirer(route, rang)[rang % UNE_SUR :: UNE_SUR]
    assert len(tirees) >= GROUPES // UNE_SUR
    assert [faute for c in tirees for faute in enquete.fautes(c, route)] == []


def tirer(route: Route, rang: int) -> list[Cellule]:
    """One cell of each mission and of each situation, drawn from the seed of the run among those of the short matrix."""
    par_qui: dict[str, list[Cellule]] = {}
    for c in matrice.cellules(route, rang, entieres=False):
        par_qui.setdefault(c.qui.split("+")[0], []).append(c)
    return [random.choice(lot) for lot in par_qui.values()]  # noqa: S311 - not a secret


def test_l_echantillon_fait_demander_chaque_route_par_chaque_mission() -> None:
    for rang, route in enumerate(ROUTES):
        tirees = tirer(route, rang)
        assert {m.value for m in Mission} <= {c.qui.split("+")[0] for c in tirees}, route
        assert len(tirees) == GROUPES, route


def test_la_matrice_entiere_a_plus_de_quarante_mille_cases_et_aucune_route_vide() -> None:
    entiere, courte = taille(entieres=True), taille(entieres=False)
    assert entiere.total() >= 40_000
    assert set(entiere) == set(courte) == {r.nom for r in ROUTES}
    assert min(entiere.values()) >= 200


def test_toutes_les_missions_et_toutes_les_obligations_sont_dans_chaque_route() -> None:
    for rang, route in enumerate(ROUTES):
        entiere = {c.qui for c in matrice.cellules(route, rang, entieres=True)}
        assert entiere == set(matrice.QUI), route
        courte = {c.qui.split("+")[0] for c in matrice.cellules(route, rang, entieres=False)}
        assert {m.value for m in Mission} <= courte, route


def test_une_route_non_declaree_arrete_la_matrice() -> None:
    @page(acte=Acte.LIRE)
    def oubliee(request: HttpRequest, dossier: str) -> HttpResponse:
        return HttpResponse(dossier)

    oubliee.__module__ = "maillage.parcours.views"
    motif = path("<uuid:dossier>/oubliee/", oubliee, name="oubliee")
    route = Route("x:oubliee", str(motif.pattern), ("dossier",), oubliee)
    with pytest.raises(RouteNonDeclaree, match="x:oubliee"):
        page_de(route)


def test_une_declaration_sans_route_est_un_oubli() -> None:
    noms = {r.nom for r in ROUTES}
    assert set(DECLARATIONS) - noms == set()
    assert {r.nom for r in ROUTES if r.publique} == set(PUBLIQUES)


def test_la_matrice_verrait_une_case_fausse(
    enquete: Enquete, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that answers when it should refuse, and a page that refuses when it should answer."""
    rang = next(n for n, r in enumerate(ROUTES) if r.nom == "parcours:fiche")
    voulue = DECLARATIONS["parcours:fiche"]
    for fausse in (replace(voulue, exige=()), replace(voulue, get=404)):
        monkeypatch.setitem(DECLARATIONS, "parcours:fiche", fausse)
        assert parcourir(enquete, ROUTES[rang], rang, entieres=False, part=(0, 12))


def test_la_matrice_verrait_un_mot_de_trop(
    enquete: Enquete, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = next(r for r in ROUTES if r.nom == "parcours:fiche")
    cellule = Cellule("parcours:fiche", "soin+profession", "GET", "sien")
    assert enquete.fautes(cellule, fiche) == []
    monkeypatch.setitem(enquete.ouverts, "soin+profession", frozenset())
    assert any("shows" in f for f in enquete.fautes(cellule, fiche))
