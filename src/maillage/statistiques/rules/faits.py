"""Everything that the indicators of one year are computed from: frozen facts, no identity, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.rules.annuelles import ChiffresAnnuels, compter_lectures
from maillage.statistiques.rules.lectures import Lecture, lire
from maillage.statistiques.rules.observations import Observation, observer_lecture
from maillage.statistiques.rules.suivis import EnfantCompte, ParcoursCompte


@dataclass(frozen=True, slots=True)
class PresenceComptee:
    """An institution at the closed séances of the year: at how many something was noted of it, at how many it took part (one member is enough)."""

    institution: str
    conviee: int
    presente: int


@dataclass(frozen=True, slots=True)
class DemandesComptees:
    """Demands received in the year, and the reasons (N13) of those refused before any dossier."""

    recues: int = 0
    non_retenues: tuple[str, ...] = ()


AUCUNE_DEMANDE = DemandesComptees()


@dataclass(frozen=True)
class FaitsDeLAnnee:
    """The children of a programme, and what belongs to no child. `at`: nothing later is read."""

    annee: AnneeScolaire
    at: date
    enfants: tuple[EnfantCompte, ...]
    presences: tuple[PresenceComptee, ...] = ()
    demandes: DemandesComptees = AUCUNE_DEMANDE
    seances: int = 0  # of the EPS, closed
    observes: tuple[tuple[EnfantCompte, Observation], ...] | None = None  # when already known

    @cached_property
    def lectures(self) -> tuple[Lecture, ...]:
        """Each child read against the year."""
        return tuple(lire(e, self.annee) for e in self.enfants)

    @cached_property
    def chiffres(self) -> ChiffresAnnuels:
        """The annual figures of these children."""
        return compter_lectures(self.lectures, self.annee)

    @cached_property
    def suivis(self) -> tuple[tuple[EnfantCompte, Observation], ...]:
        """The children surely followed in the year, each with her codes."""
        if self.observes is not None:
            return self.observes
        vus = (lu for lu in self.lectures if lu.ouverts)
        return tuple((lu.enfant, observer_lecture(lu, self.annee, self.at)) for lu in vus)

    @cached_property
    def derniers(self) -> tuple[ParcoursCompte, ...]:
        """The last parcours of the year of each child followed."""
        return tuple(ouverts[-1] for ouverts in self.ouverts)

    @cached_property
    def ouverts(self) -> tuple[list[ParcoursCompte], ...]:
        """The parcours of the year of each child followed, the oldest entry first."""
        return tuple(lu.par_entree for lu in self.lectures if lu.ouverts)

    @property
    def fin(self) -> date:
        """The last day that is counted."""
        return min(self.annee.fin, self.at)

    def de(self, observes: Iterable[tuple[EnfantCompte, Observation]]) -> FaitsDeLAnnee:
        """The facts of some of the children followed; what belongs to no child is left out."""
        vus = tuple(observes)
        return FaitsDeLAnnee(self.annee, self.at, tuple(e for e, _ in vus), observes=vus)

    def restreints(self, garder: Callable[[Observation], bool]) -> FaitsDeLAnnee:
        """The facts of the children followed whose codes are kept."""
        return self.de((e, o) for e, o in self.suivis if garder(o))
