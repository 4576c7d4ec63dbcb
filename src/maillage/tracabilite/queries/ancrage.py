"""Anchors as they were signed, and the chains that have some events."""

from __future__ import annotations

from uuid import UUID

from maillage.tracabilite.models import Ancre, Tete
from maillage.tracabilite.rules.ancres import AncreSignee


def ancre_signee(rang: Ancre) -> AncreSignee:
    """The frozen value of a stored anchor."""
    return AncreSignee(
        rang.chaine, rang.rang, rang.empreinte, rang.instant, rang.cle, rang.signature
    )


def ancres(chaine: UUID, dernieres: int | None = None) -> list[AncreSignee]:
    """The anchors of a chain, the latest first."""
    return [
        ancre_signee(a) for a in Ancre.objects.filter(chaine=chaine).order_by("-id")[:dernieres]
    ]


def horodatees(chaine: UUID) -> set[int]:
    """Ranks of the anchors that bear the stamp of an outside authority."""
    rangs = Ancre.objects.filter(chaine=chaine, horodatage__isnull=False)
    return set(rangs.values_list("rang", flat=True))


def chaines() -> list[UUID]:
    """Every chain that has a head."""
    return list(Tete.objects.order_by("chaine").values_list("chaine", flat=True))
