"""What may be said of the séances of a year outside the team: how many, and where institutions were. Never where a person was. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SEANCES_AU_MOINS = 4  # under it, a share speaks of one evening
PERSONNES_AU_MOINS = (
    3  # under it, the presence of the house is that of somebody: her colleague would know
)
RESTE = "Autres institutions"


@dataclass(frozen=True, slots=True)
class PresenceDInstitution:
    """An institution: at how many closed séances it was invited, at how many somebody came, how many persons it sent."""

    institution: str
    conviee: int
    presente: int
    personnes: int

    @property
    def dicible(self) -> bool:
        return self.conviee >= SEANCES_AU_MOINS and self.personnes >= PERSONNES_AU_MOINS


@dataclass(frozen=True, slots=True)
class SeancesDeLAnnee:
    """The closed séances of a school year, and their institutions in the order of the alphabet."""

    seances: int
    institutions: tuple[PresenceDInstitution, ...] = ()
    ensemble: PresenceDInstitution | None = None  # when it may be told


AUCUNE_SEANCE = SeancesDeLAnnee(0)


def seances_dicibles(lues: SeancesDeLAnnee, examines: int | None) -> SeancesDeLAnnee:
    """What a report may say. `examines`: children examined in EPS, as the release shows them.

    Séances held mean somebody examined: nothing is said while the release lets think that there may be nobody. What is
    left when the named ones are taken off must not be one house nor a few persons either: else there is no whole.
    """
    if not examines or lues.seances < SEANCES_AU_MOINS:
        return AUCUNE_SEANCE
    nommees = [i for i in lues.institutions if i.dicible]
    reste = [i for i in lues.institutions if not i.dicible]
    autres = rassembler(reste, RESTE)
    gardees = len(reste) > 1 and autres.dicible
    if gardees:
        nommees.append(autres)
    tout = rassembler(nommees, "Ensemble") if nommees and (gardees or not reste) else None
    return SeancesDeLAnnee(lues.seances, tuple(nommees), tout)


def rassembler(lues: Sequence[PresenceDInstitution], nom: str) -> PresenceDInstitution:
    """Several institutions as one: places of an institution at a séance."""
    return PresenceDInstitution(
        nom,
        sum(i.conviee for i in lues),
        sum(i.presente for i in lues),
        sum(i.personnes for i in lues),
    )
