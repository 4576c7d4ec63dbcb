"""What a person was typing about a child and has not kept yet: hers alone."""

from __future__ import annotations

from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.parcours.models import Brouillon


def brouillon(acteur: Acteur, dossier_id: UUID) -> str:
    """The text that this person was typing here, or nothing."""
    rang = tape(acteur, dossier_id)
    if rang is None:
        return ""
    return texte(rang, trousseau(acteur.programme_id, [dossier_id], [Brouillon.volet]))


def tape(acteur: Acteur, dossier_id: UUID) -> Brouillon | None:
    """The sealed row of that text, if any."""
    return Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).first()


def texte(rang: Brouillon, cles: Trousseau) -> str:
    return str(rang.ouvrir(cles).get("texte", ""))
