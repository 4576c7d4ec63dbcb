"""What every write on a dossier does: wait for its turn, know a form sent twice, seal."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import Dossier, EnregistrementScelle


def sceller(rang: EnregistrementScelle, programme_id: UUID, contenu: dict[str, Any]) -> None:
    """Close the content into the row with the key of its volet."""
    cles = trousseau(programme_id, [rang.dossier_id], [rang.volet])
    rang.sceller(contenu, cles)


def attendre_son_tour(dossier_id: UUID) -> None:
    """Writes on one dossier follow each other: a form sent twice at once is seen the second time."""
    Dossier.objects.select_for_update().get(pk=dossier_id)


def numero_d_envoi(formulaire: UUID, *champs: object) -> UUID:
    """One form sent twice with the same words is one submit; a page kept open and typed again is another.

    The form's own number is random and not stored: the result tells nothing of the words.
    """
    return uuid5(formulaire, "\x1f".join(map(str, champs)))
