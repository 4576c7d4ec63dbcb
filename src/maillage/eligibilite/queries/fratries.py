"""Fratries among some dossiers: who is tied to whom by a family link, followed as far as it goes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from maillage.enfants.models import LienFamilial


def fratries(dossiers: Collection[UUID]) -> dict[UUID, UUID]:
    """The smallest dossier of the fratrie of each; a child without sibling among them is absent.

    Callers have been granted the volet famille: the existence of a link is a fact of the family.
    """
    dedans = set(dossiers)
    chefs = {d: d for d in dedans}

    def chef(d: UUID) -> UUID:
        while chefs[d] != d:
            chefs[d] = chefs[chefs[d]]
            d = chefs[d]
        return d

    liens = LienFamilial.objects.filter(dossier_id__in=dedans, autre_id__in=dedans)
    for a, b in liens.values_list("dossier_id", "autre_id"):
        petit, grand = sorted((chef(a), chef(b)))
        chefs[grand] = petit
    groupes: dict[UUID, list[UUID]] = {}
    for d in dedans:
        groupes.setdefault(chef(d), []).append(d)
    return {d: c for c, membres in groupes.items() if len(membres) > 1 for d in membres}
