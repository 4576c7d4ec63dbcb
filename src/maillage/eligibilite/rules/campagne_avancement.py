"""Progress of a campaign: how many to accompany, done, late, without relay; in total, by référent and by week.

Référents come in the order of their names: this is for balancing work, never a league table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maillage.eligibilite.rules.campagne_relais import EtatDuRelais

SEMAINE = timedelta(days=7)


class Avance(StrEnum):
    """Where the exit of one child stands on a day."""

    FAITE = "faite"
    EN_RETARD = "en_retard"
    CETTE_SEMAINE = "cette_semaine"
    A_VENIR = "a_venir"
    SANS_SEMAINE = "sans_semaine"
    RESTE = "reste"

    @property
    def libelle(self) -> str:
        return {
            Avance.FAITE: "Faite",
            Avance.EN_RETARD: "En retard",
            Avance.CETTE_SEMAINE: "Cette semaine",
            Avance.A_VENIR: "À venir",
            Avance.SANS_SEMAINE: "Sans semaine",
            Avance.RESTE: "Reste accompagné",
        }[self]


@dataclass(frozen=True, slots=True)
class SortieComptee:
    """An exit without identity: what counting needs and nothing else."""

    referent: str
    semaine: date | None
    relais: EtatDuRelais
    faite_le: date | None = None
    reste: bool = False
    informee: bool = False


@dataclass(frozen=True, slots=True)
class Compte:
    """Counts of some exits. `a_accompagner` leaves out those who stay."""

    a_accompagner: int
    faites: int
    en_retard: int
    sans_semaine: int
    sans_relais: int
    informees: int
    restent: int


def avance(sortie: SortieComptee, jour: date) -> Avance:
    """Where one exit stands on this day. Late: its week is over and it is not done."""
    if sortie.faite_le is not None:
        return Avance.FAITE
    if sortie.reste:
        return Avance.RESTE
    if sortie.semaine is None:
        return Avance.SANS_SEMAINE
    if sortie.semaine + SEMAINE <= jour:
        return Avance.EN_RETARD
    return Avance.CETTE_SEMAINE if sortie.semaine <= jour else Avance.A_VENIR


def compter(sorties: Iterable[SortieComptee], jour: date) -> Compte:
    """Count these exits on this day."""
    lues = [(s, avance(s, jour)) for s in sorties]
    partent = [(s, a) for s, a in lues if a is not Avance.RESTE]
    return Compte(
        a_accompagner=len(partent),
        faites=sum(a is Avance.FAITE for _, a in partent),
        en_retard=sum(a is Avance.EN_RETARD for _, a in partent),
        sans_semaine=sum(a is Avance.SANS_SEMAINE for _, a in partent),
        sans_relais=sum(s.relais is EtatDuRelais.SANS_RELAIS for s, _ in partent),
        informees=sum(s.informee for s, _ in partent),
        restent=len(lues) - len(partent),
    )


def par_referent(sorties: Collection[SortieComptee], jour: date) -> tuple[tuple[str, Compte], ...]:
    """The same for each référent, in the order of their keys."""
    cles = sorted({s.referent for s in sorties})
    return tuple((r, compter((s for s in sorties if s.referent == r), jour)) for r in cles)


def par_semaine(
    sorties: Collection[SortieComptee], jour: date
) -> tuple[tuple[date | None, Compte], ...]:
    """The same for each week of those who leave, in order; those without week last."""
    partent = [s for s in sorties if avance(s, jour) is not Avance.RESTE]
    semaines = sorted({s.semaine for s in partent}, key=lambda d: d or date.max)
    return tuple((w, compter((s for s in partent if s.semaine == w), jour)) for w in semaines)
