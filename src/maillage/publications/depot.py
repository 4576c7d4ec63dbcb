"""When keys turn, the counts that this room keeps are sealed again."""

from __future__ import annotations

from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau
from maillage.publications.models import COMPARTIMENT, Preparation


def resceller(ligne: UUID, volet: str, cles: Trousseau) -> tuple[int, int]:
    """Seal again what this key closes; return (done, unreadable)."""
    if volet != COMPARTIMENT:
        return 0, 0
    rang = Preparation.objects.filter(pk=ligne).exclude(scelle=None).first()
    if rang is None or not cles.a_resceller(bytes(rang.scelle), ligne, volet):
        return 0, 0
    try:
        neuf = cles.sceller(rang.ouvrir(cles), rang.place())
    except Illisible:
        return 0, 1
    meme = Preparation.objects.filter(pk=ligne, version=rang.version, scelle=bytes(rang.scelle))
    return meme.update(scelle=neuf), 0
