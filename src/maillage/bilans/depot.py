"""When keys turn, the comments of reports are sealed again."""

from __future__ import annotations

from uuid import UUID

from maillage.bilans.models.rapports import COMPARTIMENT, CommentaireDeRapport
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau


def resceller(ligne: UUID, volet: str, cles: Trousseau) -> tuple[int, int]:
    """Seal again what this key closes; return (done, unreadable)."""
    if volet != COMPARTIMENT:
        return 0, 0
    rang = CommentaireDeRapport.objects.filter(pk=ligne).first()
    if rang is None or not cles.a_resceller(bytes(rang.scelle), ligne, volet):
        return 0, 0
    try:
        neuf = cles.sceller({"texte": rang.ouvrir(cles)}, rang.place())
    except Illisible:
        return 0, 1
    meme = CommentaireDeRapport.objects.filter(pk=ligne, scelle=bytes(rang.scelle))
    return meme.update(scelle=neuf), 0
