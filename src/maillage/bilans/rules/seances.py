"""What may be said of the séances of a year outside the team: how many, and where institutions were. Never where a person was. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

SEANCES_AU_MOINS = 4  # under it, a share speaks of one evening
PERSONNES_AU_MOINS = (
    3  # under it, the presence of the house is that of somebody: her colleague would know
)
MAISONS_AU_MOINS = 3  # of a rest: each of them takes herself off it
NON_NOTEES_AU_PLUS = 10  # percent of the seats: beyond, shares speak of what was typed
RESTE = "Autres institutions"


@dataclass(frozen=True, slots=True)
class PresenceDInstitution:
    """An institution: at how many closed séances something was noted of it, at how many it took part, who took part.

    `personnes` counts those who came or wrote, never those invited; they are counted and never told.
    """

    institution: str
    conviee: int
    presente: int
    personnes: frozenset[UUID] = frozenset()

    @property
    def dicible(self) -> bool:
        return self.conviee >= SEANCES_AU_MOINS and len(self.personnes) >= PERSONNES_AU_MOINS


@dataclass(frozen=True, slots=True)
class SeancesDeLAnnee:
    """The closed séances of a school year, and their institutions in the order of the alphabet.

    `arretees_au`: the day of the first report of the year that told them, when this one is not the first.
    """

    seances: int
    institutions: tuple[PresenceDInstitution, ...] = ()
    ensemble: PresenceDInstitution | None = None  # when it may be told
    places: int = 0  # seats of institutions
    non_notees: int = 0  # of which nobody noted who was there
    arretees_au: date | None = None

    @property
    def incompletes(self) -> bool:
        """Too many seats are not noted for a share to be true."""
        return 100 * self.non_notees > NON_NOTEES_AU_PLUS * self.places


AUCUNE_SEANCE = SeancesDeLAnnee(0)


def seances_dicibles(lues: SeancesDeLAnnee, examines: int | None) -> SeancesDeLAnnee:
    """What a report may say. `examines`: children examined in EPS, as the release shows them.

    Séances held mean somebody examined: nothing is said while the release lets think that there may be nobody. What is
    left when the named ones are taken off must not be one house nor a few persons either: else there is no whole.
    """
    if not examines or lues.seances < SEANCES_AU_MOINS:
        return AUCUNE_SEANCE
    if lues.incompletes:
        return replace(lues, institutions=(), ensemble=None)
    nommees = [i for i in lues.institutions if i.dicible]
    reste = [i for i in lues.institutions if not i.dicible]
    autres = rassembler(reste, RESTE)
    gardees = autres.dicible and reste_dicible(reste)
    if gardees:
        nommees.append(autres)
    tout = rassembler(nommees, "Ensemble") if nommees and (gardees or not reste) else None
    return replace(lues, institutions=tuple(nommees), ensemble=tout)


def reste_dicible(reste: Sequence[PresenceDInstitution]) -> bool:
    """Tell whether a line made of these houses tells none of them about the others.

    Each knows her own part and takes it off: what stays must be two houses and three persons that are not hers.
    """
    venues = [i for i in reste if i.personnes]
    if len(venues) < MAISONS_AU_MOINS:
        return False
    return all(
        len(frozenset().union(*(j.personnes for j in venues if j is not i)) - i.personnes)
        >= PERSONNES_AU_MOINS
        for i in venues
    )


def rassembler(lues: Sequence[PresenceDInstitution], nom: str) -> PresenceDInstitution:
    """Several institutions as one: places of an institution at a séance. Who sits for two of them is one person."""
    return PresenceDInstitution(
        nom,
        sum(i.conviee for i in lues),
        sum(i.presente for i in lues),
        frozenset().union(*(i.personnes for i in lues)),
    )
