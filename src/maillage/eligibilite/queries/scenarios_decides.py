"""Decided scenarios of a programme, and the children whom each leaves out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur


def scenarios_decides(acteur: Acteur) -> tuple[tuple[UUID, str], ...]:
    """Identifier and name of each decided scenario, the latest first."""
    raise NotImplementedError(acteur)


def perdus(acteur: Acteur, scenario: UUID, *, at: date) -> frozenset[UUID]:
    """Dossiers of the children whom this decided scenario leaves out."""
    raise NotImplementedError(acteur, scenario, at)
