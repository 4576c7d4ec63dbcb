"""Reasons and states of a hand-over, as tables, and what must be true before it is done.

Nothing is left to nobody: a departure or an absence is done when each child has somebody who is there that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

LOI = Texte("Loi n° 2005-32 du 18 janvier 2005, art. 128 ; circulaire du 13 juin 2005 (EPS)")


class MotifDePassation(StrEnum):
    """Why children pass from a poste to others."""

    DEPART = "depart"
    ABSENCE = "absence"
    REEQUILIBRAGE = "reequilibrage"

    @property
    def libelle(self) -> str:
        return EFFETS[self].libelle

    @property
    def effet(self) -> Effet:
        return EFFETS[self]


@dataclass(frozen=True, slots=True)
class Effet:
    """What a reason does. `tous`: each child must have a recipient; `a_une_fin`: the former référent comes back;

    `change_de_referent`: else the recipient enters the cercle beside the référent, for the days of the absence.
    """

    libelle: str
    tous: bool
    a_une_fin: bool
    change_de_referent: bool
    phrase: str


EFFETS: dict[MotifDePassation, Effet] = {
    MotifDePassation.DEPART: Effet(
        "Départ", tous=True, a_une_fin=False, change_de_referent=True,
        phrase="Chaque enfant reçoit un nouveau référent ; l’ancien n’ouvre plus ses dossiers.",
    ),
    MotifDePassation.ABSENCE: Effet(
        "Absence", tous=True, a_une_fin=True, change_de_referent=False,
        phrase="Chaque enfant a un relais pendant l’absence ; son référent ne change pas.",
    ),
    MotifDePassation.REEQUILIBRAGE: Effet(
        "Rééquilibrage", tous=False, a_une_fin=False, change_de_referent=True,
        phrase="Une partie des enfants reçoit un nouveau référent ; les autres restent.",
    ),
}  # fmt: skip


class EtatDePassation(StrEnum):
    """Where a hand-over stands."""

    EN_PREPARATION = "en_preparation"
    FAITE = "faite"
    ABANDONNEE = "abandonnee"

    @property
    def libelle(self) -> str:
        return {
            EtatDePassation.EN_PREPARATION: "En préparation",
            EtatDePassation.FAITE: "Décidée",
            EtatDePassation.ABANDONNEE: "Abandonnée",
        }[self]


# From which state to which. What is decided is given up only as long as it has not begun (`abandonner`).
SUITES_DE_PASSATION: dict[EtatDePassation, frozenset[EtatDePassation]] = {
    EtatDePassation.EN_PREPARATION: frozenset({EtatDePassation.FAITE, EtatDePassation.ABANDONNEE}),
    EtatDePassation.FAITE: frozenset({EtatDePassation.ABANDONNEE}),
    EtatDePassation.ABANDONNEE: frozenset(),
}


class Issue(StrEnum):
    """What a hand-over did with one child of its list."""

    ATTEND = "attend"
    CONFIE = "confie"
    RESTE = "reste"
    ECARTE = "ecarte"  # no longer of this poste on the day of the decision: gone, archived, given by another page


@dataclass(frozen=True, slots=True)
class FaitsDeLaPassation:
    """What is looked at before a hand-over is done. `vacants`: recipients whom nobody holds on the first day."""

    etat: EtatDePassation
    motif: MotifDePassation
    depuis: date
    enfants: int
    confies: int
    vacants: tuple[str, ...] = ()


def decider(faits: FaitsDeLaPassation, au: date) -> Decision:
    """May it be done? With what is missing, and how many children, when not."""
    sans = faits.enfants - faits.confies
    if EtatDePassation.FAITE not in SUITES_DE_PASSATION[faits.etat]:
        return _non("etat", f"Cette passation est déjà {faits.etat.libelle.lower()}.")
    if faits.depuis < au:
        return _non(
            "jour_passe", f"Le premier jour, {faits.depuis:%d/%m/%Y}, est passé.",
            "Choisissez aujourd’hui ou un jour à venir.",
        )  # fmt: skip
    if faits.motif.effet.tous and sans:
        quoi = "1 enfant n’a pas" if sans == 1 else f"{sans} enfants n’ont pas"
        return _non(
            "sans_receveur", f"{quoi} encore de receveur.",
            "Choisissez qui reprend chaque enfant, ou demandez une répartition.",
        )  # fmt: skip
    if not faits.confies and faits.enfants:
        return _non(
            "personne_ne_passe", "Aucun enfant ne change de référent.",
            "Choisissez au moins un enfant, ou abandonnez la passation.",
        )  # fmt: skip
    if faits.vacants:
        return _non(
            "poste_vacant",
            f"Personne ne tient ce poste le {faits.depuis:%d/%m/%Y} : {', '.join(faits.vacants)}.",
            "Confiez ces enfants à un poste tenu, ou confiez d’abord le poste à quelqu’un.",
        )
    return Decision(True, Motif("passation_prete", "Chaque enfant a quelqu’un."), LOI)


def abandonner(etat: EtatDePassation, depuis: date, au: date) -> Decision:
    """May it be given up? A decided one, before its first day only: an access that existed is never rewritten."""
    if EtatDePassation.ABANDONNEE not in SUITES_DE_PASSATION[etat]:
        return _non("etat", f"Cette passation est déjà {etat.libelle.lower()}.")
    if etat is EtatDePassation.FAITE and depuis <= au:
        return _non(
            "commencee", f"Cette passation a commencé le {depuis:%d/%m/%Y}.",
            "Ouvrez une autre passation dans l’autre sens.",
        )  # fmt: skip
    return Decision(True, Motif("abandon_permis", "Rien n’a encore changé."), LOI)


def passe(echeance: date, depuis: date, jusqu_au: date | None, au: date) -> bool:
    """Does a next step go to the recipient: due in her days, or already late when she begins today."""
    if jusqu_au is not None and echeance > jusqu_au:
        return False
    return echeance >= depuis or depuis <= au


def note_ouverte(etat: EtatDePassation, depuis: date, au: date) -> bool:
    """The note is written until the hand-over begins; then it is what the former référent said."""
    if etat is EtatDePassation.FAITE:
        return depuis > au
    return etat is EtatDePassation.EN_PREPARATION


def _non(code: str, phrase: str, a_faire: str = "") -> Decision:
    return Decision(False, Motif(code, phrase), LOI, a_faire)
