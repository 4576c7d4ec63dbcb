"""A release of a whole year, protected and approved as the coordination does it, for reports to be made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maillage.bilans.queries.rapports import RapportLu, rapport
from maillage.bilans.services.rapports import commencer, commenter
from maillage.publications.rules.catalogue import CATALOGUE
from maillage.publications.rules.periodes import PeriodeScolaire
from tests.factories.monde import Monde
from tests.publications.gestes import publier
from tests.publications.villes import Ville

TOUTES = tuple(t.code for t in CATALOGUE)


@pytest.fixture
def parution_de_l_annee(monde: Monde, ville: Ville) -> int:
    """The number of a release of 160 children, rounded to 5."""
    return publier(
        monde.acteur("leila"),
        monde.aujourd_hui,
        periode=PeriodeScolaire.ANNEE,
        tables=tuple(t.code for t in CATALOGUE if t.d_office),
    )


def commence(monde: Monde, numero: int) -> UUID:
    return commencer(acteur=monde.acteur("leila"), parution=numero, at=monde.aujourd_hui)


def lu(monde: Monde, ident: UUID) -> RapportLu:
    return rapport(monde.acteur("leila"), ident, at=monde.aujourd_hui)


def ecrire(monde: Monde, ident: UUID, rubrique: str, texte: str, **autres: Any) -> None:
    commenter(
        acteur=monde.acteur("leila"), rapport_id=ident, rubrique=rubrique, texte=texte, at=monde.aujourd_hui,
        **{"rang_lu": 0, "confirme": False, **autres},
    )  # fmt: skip
