"""Pages of releases in a real browser: prepared, approved, read by an élue, withdrawn; wide and on a telephone."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import parutions
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.evaluations.test_ecrans import entrer, regarder
from tests.factories.monde import Monde
from tests.publications.gestes import approuver, preparer
from tests.publications.villes import Ville

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles", "publications"], transaction=True),
]
PREPARER = "/publications/preparer/"
TABLES = ("age_sexe", "motif")


def test_la_coordination_et_l_elue_lisent_sur_un_telephone_et_sans_voir(
    monde: Monde,
    ville: Ville,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    leila, at = monde.acteur("leila"), monde.aujourd_hui
    exacte = preparer(leila, at, tables=TABLES, mode=Mode.SUPPRESSION)
    numero = approuver(leila, exacte.id, at)
    attend = preparer(leila, at, tables=("motif",), periode=PeriodeScolaire.T2)
    racine = live_server.url
    entrer("leila", connexion, live_server, contexte, settings)
    regarder(onglet, f"{racine}{PREPARER}", "liste")
    regarder(onglet, f"{racine}{PREPARER}nouvelle/", "nouvelle")
    regarder(onglet, f"{racine}{PREPARER}{attend.id}/", "a-approuver")
    entrer("claire", connexion, live_server, contexte, settings)
    regarder(onglet, f"{racine}/publications/", "liste-de-l-elue")
    regarder(onglet, f"{racine}/publications/{numero}/", "exacte")
    assert "masqué" in onglet.content()
    parutions.retirer(acteur=leila, preparation_id=exacte.id, motif="Un tableau de trop", at=at)
    regarder(onglet, f"{racine}/publications/", "liste-vide")
    assert onglet.goto(f"{racine}/publications/{numero}/").status == 404
    entrer("leila", connexion, live_server, contexte, settings)
    regarder(onglet, f"{racine}{PREPARER}{exacte.id}/", "retiree")
