"""The end of months: sealing those that are over, destroying the events of those that are old enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage.tracabilite.models import Evenement, Mention, Segment
from maillage.tracabilite.rules.segments import DETRUIRE, autoriser_destruction
from maillage.tracabilite.services.ecriture import du_journal, enchainer, prendre_la_tete


@dataclass(frozen=True, slots=True)
class MoisDetruit:
    """A month whose events are gone, or would go: how many there were."""

    mois: str
    evenements: int


def mois_courant() -> str:
    """The month that is running, in universal time."""
    return timezone.now().astimezone(UTC).strftime("%Y-%m")


@transaction.atomic
def noter_du_journal(chaine: UUID, acte: str) -> None:
    """Note an act of the journal on itself."""
    enchainer(chaine, [du_journal(chaine, acte, "", 0)])


@transaction.atomic
def clore(chaine: UUID) -> bool:
    """Seal the open month of a chain if it is over; tell whether it was."""
    tete = prendre_la_tete(chaine)
    if not tete.mois or tete.mois >= mois_courant() or tete.rang < tete.premier:
        return False
    enchainer(chaine, [])
    return True


def detruire(chaine: UUID, *, avant: str, essai: bool = False) -> list[MoisDetruit]:
    """Destroy the events of the months before `avant`, or only tell which. The seals stay, and the chain holds."""
    autoriser_destruction(avant, mois_courant(), settings.JOURNAL_CONSERVATION_MOIS)
    with transaction.atomic():
        prendre_la_tete(chaine)
        vieux = Segment.objects.filter(chaine=chaine, mois__lt=avant, expire_le=None)
        detruits = []
        for segment in vieux.order_by("premier"):
            siens = {
                "chaine": chaine,
                "rang__gte": segment.premier,
                "rang__lte": segment.dernier,
            }
            nombre = Evenement.objects.filter(**siens).count()
            detruits.append(MoisDetruit(segment.mois, nombre))
            if essai:
                continue
            Segment.objects.filter(pk=segment.pk).update(expire_le=timezone.now())
            Mention.objects.filter(**siens).delete()
            Evenement.objects.filter(**siens).delete()
            objet = f"{segment.mois} {segment.sceau}"
            enchainer(chaine, [du_journal(chaine, DETRUIRE, objet, nombre)])
    return detruits
