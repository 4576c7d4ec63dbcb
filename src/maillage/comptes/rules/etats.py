"""The state of an account on a civil day: it always ends, and it sleeps when nobody uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maillage.notions.temps import AnneeScolaire

INACTIVITE = timedelta(days=60)  # without sign-in; the sixtieth day suspends


class EtatDuCompte(StrEnum):
    """What an account is worth today. Only the first two let a person in."""

    OUVERT = "ouvert"
    A_ACTIVER = "a_activer"
    SUSPENDU = "suspendu"
    ECHU = "echu"
    FERME = "ferme"

    @property
    def libelle(self) -> str:
        return {
            EtatDuCompte.OUVERT: "Ouvert",
            EtatDuCompte.A_ACTIVER: "À activer",
            EtatDuCompte.SUSPENDU: "Suspendu",
            EtatDuCompte.ECHU: "Arrivé à terme",
            EtatDuCompte.FERME: "Fermé",
        }[self]

    @property
    def laisse_entrer(self) -> bool:
        return self in (EtatDuCompte.OUVERT, EtatDuCompte.A_ACTIVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsDuCompte:
    """What must be known of an account to tell its state, in civil days.

    `repris_le`: the day a coordinator lifted a suspension. `permanent`: a persona of the demonstration, which
    neither sleeps nor ends.
    """

    ouvert_le: date
    jusqu_au: date | None
    dernier_acces: date | None = None
    repris_le: date | None = None
    ferme: bool = False
    active: bool = True
    permanent: bool = False


def suspendu_le(faits: FaitsDuCompte) -> date:
    """The first day on which the account sleeps if nobody signs in before."""
    signes = (faits.ouvert_le, faits.dernier_acces, faits.repris_le)
    return max(s for s in signes if s is not None) + INACTIVITE


def etat_du_compte(faits: FaitsDuCompte, au: date) -> EtatDuCompte:
    """State on a civil day. The end date is included: the account works until its evening."""
    if faits.ferme:
        return EtatDuCompte.FERME
    if not faits.permanent:
        if faits.jusqu_au is None or faits.jusqu_au < au:
            return EtatDuCompte.ECHU
        if suspendu_le(faits) <= au:
            return EtatDuCompte.SUSPENDU
    return EtatDuCompte.OUVERT if faits.active else EtatDuCompte.A_ACTIVER


def fin_au_plus_tard(au: date) -> date:
    """The latest end that an account may be given: the end of the next school year."""
    return AnneeScolaire(AnneeScolaire.du(au).rentree + 1).fin
