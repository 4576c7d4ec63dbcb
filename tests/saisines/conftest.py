"""Situations of demands: what one says, a link, a demand that waits."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.saisines.rules import NatureDeLien
from maillage.saisines.rules.contenus import Sollicitation
from maillage.saisines.services.depots import Recu, deposer, deposer_par_lien
from maillage.saisines.services.liens import emettre
from tests.factories.monde import (  # noqa: F401 - fixtures
    Monde,
    acteurs,
    cle_maitresse,
    connexion,
    journal_effacable,
    monde,
)


def sollicitation(**champs: Any) -> Sollicitation:
    """A whole demand of a professional."""
    dits: dict[str, Any] = {
        "nom": "Traoré", "prenom": "Moussa", "naissance": "2016-05-14", "sexe": "garcon",
        "etablissement": "École Canari-Ville", "niveau": "ce2", "demandeur": "Mme Canari-Rossi",
        "fonction": "directrice", "motifs": ("absenteisme", "mal_etre"),
        "motif_principal": "absenteisme", "difficultes": "CanariDifficulte, six absences",
        "points_d_appui": ("gout",), "appuis": "CanariAppui, le dessin", "deja_tente": "CanariTente",
        "adulte": "CanariAdulte", "lien": "mère", "telephone": "0639980012", "langue": "soninké",
        "informee": "oui", "contact": "oui", "attentes": "CanariAttente",
    }  # fmt: skip
    return Sollicitation(**{**dits, **champs})


def de_la_famille(**champs: Any) -> Sollicitation:
    """A whole demand of a family."""
    return sollicitation(
        motifs=(), motif_principal="", points_d_appui=(), deja_tente="", informee="", **champs
    )


class Demandes:
    """Demands in the small world."""

    def __init__(self, situation: Monde) -> None:
        self.monde = situation

    @property
    def jour(self) -> date:
        return self.monde.aujourd_hui

    def par(self, qui: str, demande: Sollicitation | None = None, **plus: Any) -> Recu:
        return deposer(
            acteur=self.monde.acteur(qui), demande=demande or sollicitation(),
            origine=plus.get("origine", "ecole_elementaire"),
            formulaire=plus.get("formulaire", uuid4()), at=plus.get("at", self.jour),
        )  # fmt: skip

    def lien(self, nature: NatureDeLien = NatureDeLien.INSTITUTION, **plus: Any) -> str:
        return emettre(
            acteur=self.monde.acteur("leila"), nature=nature, structure="École Canari-Ville",
            origine="ecole_elementaire", formulaire=plus.get("formulaire", uuid4()), at=self.jour,
        )  # fmt: skip

    def par_lien(self, jeton: str, demande: Sollicitation | None = None, **plus: Any) -> Recu:
        return deposer_par_lien(
            jeton=jeton, demande=demande or sollicitation(),
            formulaire=plus.get("formulaire", uuid4()), at=plus.get("at", self.jour),
            instant=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def demandes(monde: Monde) -> Demandes:  # noqa: F811 - the fixture imported above
    return Demandes(monde)
