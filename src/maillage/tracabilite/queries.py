"""Reading the journal: verification of a chain."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from maillage.tracabilite.models import Evenement, Tete
from maillage.tracabilite.rules import Maillon, Rupture, verifier


def maillons(chaine: UUID) -> Iterator[Maillon]:
    """Yield the events of a chain in order, without loading them all."""
    rangs = Evenement.objects.filter(chaine=chaine).order_by("rang")
    for rang, contenu, precedent, tampon in rangs.values_list(
        "rang", "contenu", "precedent", "empreinte"
    ).iterator(chunk_size=2000):
        yield Maillon(rang, contenu, precedent, tampon)


def rupture(chaine: UUID) -> Rupture | None:
    """Return the first break of a chain, its tail included, or None."""
    tete = Tete.objects.filter(chaine=chaine).first()
    cassee = verifier(maillons(chaine))
    if cassee or tete is None:
        return cassee
    dernier = Evenement.objects.filter(chaine=chaine).order_by("-rang").first()
    if dernier is None or (dernier.rang, dernier.empreinte) != (tete.rang, tete.empreinte):
        return Rupture(tete.rang, "la fin de la chaîne n'est pas celle que la tête annonce")
    return None
