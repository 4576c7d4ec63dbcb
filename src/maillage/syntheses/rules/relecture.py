"""Who has still to agree. An agreement is given to one state of the text: a word changed asks for all of them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class AvisDeRelecture(StrEnum):
    """What a co-author says of the parts that she reads."""

    ACCORD = "d_accord"
    A_REVOIR = "a_revoir"

    @property
    def libelle(self) -> str:
        return "D’accord" if self is AvisDeRelecture.ACCORD else "À revoir"


@dataclass(frozen=True, slots=True)
class RelectureDite:
    """One opinion, on one state of the text (`revision`). Later ones come later in the list."""

    personne: UUID
    revision: int
    avis: AvisDeRelecture


def avis_en_cours(
    relectures: Iterable[RelectureDite], revision: int
) -> dict[UUID, AvisDeRelecture]:
    """The last opinion of each person on the present text; those on a former text count for nothing."""
    return {r.personne: r.avis for r in relectures if r.revision == revision}


def attendues(
    coauteurs: Iterable[UUID], relectures: Iterable[RelectureDite], revision: int
) -> tuple[UUID, ...]:
    """The co-authors who have not agreed to the present text, in their order."""
    avis = avis_en_cours(relectures, revision)
    return tuple(c for c in coauteurs if avis.get(c) is not AvisDeRelecture.ACCORD)
