"""Demands being typed: one's own, and how many were left there."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from maillage.comptes.rules import Acteur
from maillage.partage import murs
from maillage.saisines.models import BrouillonDeSaisine
from maillage.saisines.rules.conservation import limite_des_brouillons


def brouillon(acteur: Acteur) -> dict[str, Any]:
    """What this person was typing, or nothing."""
    rang = BrouillonDeSaisine.objects.filter(
        programme_id=acteur.programme_id, auteur_id=acteur.id
    ).first()
    return rang.ouvrir() if rang else {}


def brouillons_oublies(programme_id: UUID | None, at: date) -> QuerySet[BrouillonDeSaisine]:
    """Drafts that nobody has touched for long."""
    return BrouillonDeSaisine.objects.filter(
        programme_id=programme_id, updated_at__date__lt=limite_des_brouillons(at)
    )


def nombre_d_oublies(acteur: Acteur, at: date) -> int:
    """How many: a number, whoever wrote them."""
    with murs.elargie("brouillons de saisines"):
        return brouillons_oublies(acteur.programme_id, at).count()
