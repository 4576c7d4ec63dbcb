"""Gestures of the coordination, as pages do them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.publications.models import Preparation
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import parutions, preparations
from maillage.statistiques.rules.divulgation.demande import Mode

ANNEE = AnneeScolaire(2024)  # over, whatever the day of the test
TABLES = ("age_sexe", "quartier", "quartier_age", "motif", "quartier_motif")


def preparer(acteur: Acteur, at: date, **autres: Any) -> Preparation:
    """Ask for a release; the job has run when this returns."""
    valeurs: dict[str, Any] = {
        "titre": "", "annee": ANNEE, "periode": PeriodeScolaire.T1, "tables": TABLES,
        "mode": Mode.ARRONDI, "seuil": 5, "formulaire": uuid4(), **autres,
    }  # fmt: skip
    ident = preparations.preparer(acteur=acteur, at=at, **valeurs)
    return Preparation.objects.get(id=ident)


def publier(acteur: Acteur, at: date, **autres: Any) -> int:
    """Ask for a release and approve it; return its number."""
    return approuver(acteur, preparer(acteur, at, **autres).id, at)


def approuver(acteur: Acteur, ident: UUID, at: date) -> int:
    """Approve what the row holds now, as whoever has just read it."""
    lue = Preparation.objects.get(id=ident).version
    return parutions.approuver(acteur=acteur, preparation_id=ident, version=lue, at=at)
