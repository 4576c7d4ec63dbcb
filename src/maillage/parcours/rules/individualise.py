"""«Parcours individualisé» in the sense of the annual survey: four criteria, each named when it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
