"""What `parcours`, a room above, tells this one: it registers here who answers for the dossiers it follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SuiviConnu:
    """A parcours as far as an exit needs it. `fin_d_action`: nothing to wait for is known when it is None."""

    ouvert: bool
    fin_d_action: date | None = None
    sorti_le: date | None = None


Fournisseur = Callable[[UUID, Collection[UUID]], Mapping[UUID, SuiviConnu]]
FOURNISSEURS: list[Fournisseur] = []


def suivis(programme: UUID, dossiers: Collection[UUID]) -> dict[UUID, SuiviConnu]:
    """What is known of these dossiers; a dossier that nobody knows is absent."""
    connus: dict[UUID, SuiviConnu] = {}
    for fournisseur in FOURNISSEURS:
        connus.update(fournisseur(programme, dossiers))
    return connus
