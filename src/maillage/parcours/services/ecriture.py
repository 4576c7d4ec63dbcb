"""Sealing one row of a dossier."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import EnregistrementScelle


def sceller(rang: EnregistrementScelle, programme_id: UUID, contenu: dict[str, Any]) -> None:
    """Close the content into the row with the key of its volet."""
    cles = trousseau(programme_id, [rang.dossier_id], [rang.volet])
    rang.sceller(contenu, cles)
