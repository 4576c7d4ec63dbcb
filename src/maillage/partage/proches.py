"""Who may be close to a child whose dossier she opened: a room that holds names registers here how it can tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from maillage.comptes.personnes import personnes_nommees
from maillage.partage import murs

# programme, name of each reader, dossiers that she opened -> pairs (reader, dossier) that share a surname
Fournisseur = Callable[
    [UUID, Mapping[UUID, str], Collection[tuple[UUID, UUID]]], set[tuple[UUID, UUID]]
]
FOURNISSEURS: list[Fournisseur] = []


def proches(programme: UUID, lus: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Among these readings, those by somebody who bears a surname of the family. Names are compared, never given out."""
    if not lus:
        return set()
    noms = {q: p.nom for q, p in personnes_nommees({q for q, _ in lus}, programme).items()}
    with murs.elargie("noms des lecteurs et des familles"):
        return set().union(*(f(programme, noms, lus) for f in FOURNISSEURS))
