"""«Parcours individualisé» in the sense of the annual survey: four criteria, each named when it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.notions.temps import Periode

# what the former tracker of a team may have said: a yes that nobody signed or dated here
ACCORDS_REPRIS = frozenset({"oral_trace", "ecrit_signe"})


class Critere(StrEnum):
    """A condition for a parcours to count as individualised."""

    EPS = "examen_en_eps"
    ACCORD = "accord_de_la_famille"
    REFERENT = "referent_designe"
    PLAN = "plan_d_actions"

    @property
    def libelle(self) -> str:
        return {
            Critere.EPS: "Examen en EPS",
            Critere.ACCORD: "Accord de la famille",
            Critere.REFERENT: "Référent désigné",
            Critere.PLAN: "Plan d’actions",
        }[self]

    @property
    def dans_une_phrase(self) -> str:
        """The label inside a sentence: «examen en EPS»."""
        return self.libelle[0].lower() + self.libelle[1:]


class SourceDeLAccord(StrEnum):
    """What makes the agreement of the family count, if anything does."""

    RECUEILLI = "recueilli"  # answered here, by known adults, on known days
    REPRIS = "repris"  # the former tracker said yes, and nothing was asked here since
    AUCUN = "aucun"


@dataclass(frozen=True, slots=True)
class AccordDuParcours:
    """What is known of the agreement to the presentation or to the plan: asked from a day, in force during periods."""

    demande_le: date | None = None
    periodes: tuple[Periode, ...] = ()
    repris: bool = False

    def pendant(self, jours: Periode, examens: Iterable[date] = ()) -> SourceDeLAccord:
        """What counts for a parcours open on these days and examined en EPS on those.

        Once the family was asked here, what the former tracker said counts no more.
        """
        fin = jours.jusqu_au or date.max
        if self.demande_le is None or self.demande_le > fin:
            return SourceDeLAccord.REPRIS if self.repris else SourceDeLAccord.AUCUN
        tenu = any(p.croise(jours) or any(map(p.contient, examens)) for p in self.periodes)
        return SourceDeLAccord.RECUEILLI if tenu else SourceDeLAccord.AUCUN


@dataclass(frozen=True, slots=True)
class Preuves:
    """What the dossier shows, without any content."""

    passages_eps: int
    accord: bool
    referent: bool
    actions: int


def criteres_manquants(preuves: Preuves) -> tuple[Critere, ...]:
    """The criteria that nothing in the dossier proves, in the order of the work; empty: individualised."""
    tenus = {
        Critere.EPS: preuves.passages_eps > 0,
        Critere.ACCORD: preuves.accord,
        Critere.REFERENT: preuves.referent,
        Critere.PLAN: preuves.actions > 0,
    }
    return tuple(c for c, tenu in tenus.items() if not tenu)
