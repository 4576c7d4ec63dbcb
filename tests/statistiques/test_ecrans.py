"""Pages of figures in a real browser: wide and on a telephone, full, empty and wrong; definitions open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluations.test_ecrans import entrer, regarder
from tests.factories.monde import Monde

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]
EXPLORER = "/chiffres/explorer/?annee=2025&indicateur="
PAGES = {
    "chiffres": "/chiffres/?annee=2025",
    "chiffres-vides": "/chiffres/?annee=2010",
    "explorer-croise": f"{EXPLORER}individualises&lignes=age&colonnes=accord&f_issue=en_cours",
    "explorer-rien": f"{EXPLORER}sorties&lignes=age&colonnes=&f_sexe=fille&f_arrivee=inconnu",
    "explorer-faux": "/chiffres/explorer/?annee=1990&indicateur=score&lignes=nom&colonnes=age",
    "definitions": "/chiffres/definitions/",
}


def test_chaque_page_se_lit_sur_un_telephone_et_sans_voir(
    monde: Monde,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    entrer("leila", connexion, live_server, contexte, settings)
    for nom, adresse in PAGES.items():
        regarder(onglet, live_server.url + adresse, nom)
