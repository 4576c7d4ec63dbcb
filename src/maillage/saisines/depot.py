"""What this room keeps sealed elsewhere than in rows of volets: when its keys turn, when a dossier goes."""

from __future__ import annotations

from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau, detruire
from maillage.saisines.models import (
    COMPARTIMENT,
    BrouillonDeSaisine,
    Saisine,
    ScelleApart,
)

TABLES: tuple[type[ScelleApart], ...] = (Saisine, BrouillonDeSaisine)


def resceller(ligne: UUID, volet: str, cles: Trousseau) -> tuple[int, int]:
    """Seal again what this key closes; return (done, unreadable)."""
    faits = illisibles = 0
    if volet != COMPARTIMENT:
        return 0, 0
    for table in TABLES:
        rang = table.objects.filter(pk=ligne).first()
        if rang is None or not cles.a_resceller(bytes(rang.scelle), ligne, volet):
            continue
        try:
            neuf = cles.sceller(rang.ouvrir(cles), rang.place())
        except Illisible:
            illisibles += 1
            continue
        meme = table.objects.filter(pk=ligne, version=rang.version, scelle=bytes(rang.scelle))
        faits += meme.update(scelle=neuf)
    return faits, illisibles


def oublier(dossier_id: UUID) -> None:
    """A dossier is purged: the demands that led to it go with it, and their keys are shredded."""
    for saisine in Saisine.objects.filter(suivi_id=dossier_id).values_list("pk", flat=True):
        detruire(saisine)
