"""Parental authority: how each adult stands towards the child, and what her word is worth.

One line of `PORTEES` per situation. «À vérifier» is the bottom of the table: such an adult can block, must be informed, and
her yes is never enough, because she may be a holder and may not be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from maillage.notions.decision import Texte


class Exercice(StrEnum):
    """How an adult stands towards the parental authority over one child."""

    CONJOINT = "conjoint"
    EXCLUSIF = "exclusif"
    DELEGUE = "delegue"
    TUTELLE = "tutelle"
    CONFIE = "confie"
    SANS_EXERCICE = "sans_exercice"
    RETIRE = "retire"
    TIERS = "tiers"
    INCONNU = "inconnu"

    @property
    def libelle(self) -> str:
        return PORTEES[self].libelle


@dataclass(frozen=True, slots=True)
class Portee:
    """What the word of such an adult is worth.

    `titulaire`: one of those who decide. `usuel`: her yes is enough for an acte usuel. `bloque`: her disagreement stops.
    `informe`: she is told beforehand. `sur_decision`: rests on a judgment or a deed, so two persons write it.
    """

    libelle: str
    titulaire: bool
    usuel: bool
    bloque: bool
    informe: bool
    sur_decision: bool
    fondement: Texte


def portee(libelle: str, signes: str, fondement: str) -> Portee:
    """One line of the table; the letters of `signes` are those of the header below."""
    t, u, b, i, d = (lettre != "-" for lettre in signes)
    return Portee(libelle, t, u, b, i, d, Texte(fondement))


# T titulaire, U usuel, B bloque, I informe, D sur décision
PORTEES: dict[Exercice, Portee] = {
    Exercice.CONJOINT: portee(
        "Exerce l’autorité parentale avec l’autre parent", "TUBI-", "Code civil, art. 372"),
    Exercice.EXCLUSIF: portee(
        "Exerce seul l’autorité parentale", "TUBID", "Code civil, art. 373, 373-1 et 373-2-1"),
    Exercice.DELEGUE: portee(
        "A reçu une délégation de l’autorité parentale", "TUBID", "Code civil, art. 377 et 377-1"),
    Exercice.TUTELLE: portee("Tuteur de l’enfant", "TUBID", "Code civil, art. 390 et 408"),
    Exercice.CONFIE: portee(
        "L’enfant lui est confié (ASE ou tiers)", "-UB-D", "Code civil, art. 373-4 et 375-7"),
    Exercice.SANS_EXERCICE: portee(
        "Parent sans l’exercice de l’autorité parentale", "---ID", "Code civil, art. 373-2-1"),
    Exercice.RETIRE: portee("Autorité parentale retirée", "----D", "Code civil, art. 378 à 379-1"),
    Exercice.TIERS: portee(
        "N’a pas l’autorité parentale", "-----", "Code civil, art. 371-1 et 373-3"),
    Exercice.INCONNU: portee("À vérifier", "--BI-", "Code civil, art. 372 et 372-2"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Titulaire:
    """An adult of the family as the rules see her: a number and a situation, never a name."""

    adulte: UUID
    exercice: Exercice

    @property
    def portee(self) -> Portee:
        return PORTEES[self.exercice]


def a_deux(avant: Exercice | None, apres: Exercice) -> bool:
    """Tell whether this change takes two persons and the reference of a decision (property P-21).

    So does everything that comes from a judgment or leaves it, and everything that takes her voice from an adult already
    described. `avant` is None when nothing was ever written of her.
    """
    if PORTEES[apres].sur_decision or (avant is not None and PORTEES[avant].sur_decision):
        return True
    return apres is Exercice.TIERS and avant not in (None, Exercice.TIERS)


def seul_sans_l_autre(titulaires: tuple[Titulaire, ...]) -> bool:
    """Tell whether somebody exercises «with the other parent» while the other one is not written."""
    en_titre = [t for t in titulaires if t.portee.titulaire]
    return len(en_titre) == 1 and en_titre[0].exercice is Exercice.CONJOINT
