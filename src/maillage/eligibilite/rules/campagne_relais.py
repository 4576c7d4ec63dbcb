"""Relay to ordinary services («droit commun»): where it stands for a child, and which passage is allowed.

The table generates buttons, the constraint of the base and the tests of every forbidden passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

DROIT_COMMUN = Texte("loi n° 2005-32, art. 128 ; relais vers le droit commun")


class EtatDuRelais(StrEnum):
    """Where the relay of one child stands."""

    A_CHERCHER = "a_chercher"
    PROPOSE = "propose"
    ACCEPTE = "accepte_par_la_famille"
    PRIS = "pris"
    SANS_RELAIS = "sans_relais"

    @property
    def libelle(self) -> str:
        return {
            EtatDuRelais.A_CHERCHER: "À chercher",
            EtatDuRelais.PROPOSE: "Proposé à la famille",
            EtatDuRelais.ACCEPTE: "Accepté par la famille",
            EtatDuRelais.PRIS: "Pris par la structure",
            EtatDuRelais.SANS_RELAIS: "Sans relais",
        }[self]


@dataclass(frozen=True, slots=True)
class Passage:
    """An allowed passage: the words of its button, and whether it must say which structure or why."""

    de: EtatDuRelais
    vers: EtatDuRelais
    verbe: str
    dit_la_structure: bool = False
    dit_pourquoi: bool = False


E = EtatDuRelais
PASSAGES: tuple[Passage, ...] = (
    Passage(E.A_CHERCHER, E.PROPOSE, "Proposer un relais", dit_la_structure=True),
    Passage(E.A_CHERCHER, E.SANS_RELAIS, "Dire qu’il n’y a pas de relais", dit_pourquoi=True),
    Passage(E.PROPOSE, E.ACCEPTE, "La famille accepte"),
    Passage(E.PROPOSE, E.A_CHERCHER, "La famille préfère autre chose", dit_pourquoi=True),
    Passage(E.PROPOSE, E.SANS_RELAIS, "Dire qu’il n’y a pas de relais", dit_pourquoi=True),
    Passage(E.ACCEPTE, E.PRIS, "La structure a pris le relais"),
    Passage(E.ACCEPTE, E.A_CHERCHER, "La structure ne peut pas", dit_pourquoi=True),
    Passage(E.PRIS, E.A_CHERCHER, "Le relais s’est arrêté", dit_pourquoi=True),
    Passage(E.SANS_RELAIS, E.A_CHERCHER, "Chercher à nouveau"),
)
_TABLE: Mapping[tuple[EtatDuRelais, EtatDuRelais], Passage] = {(p.de, p.vers): p for p in PASSAGES}


def passages_de(etat: EtatDuRelais) -> tuple[Passage, ...]:
    """What may be done from here."""
    return tuple(p for p in PASSAGES if p.de is etat)


def passer(etat: EtatDuRelais, vers: EtatDuRelais, *, structure: str, pourquoi: str) -> Decision:
    """Tell whether this passage is allowed with what is said."""
    passage = _TABLE.get((etat, vers))
    if passage is None:
        phrase = f"Un relais « {etat.libelle.lower()} » ne devient pas « {vers.libelle.lower()} »."
        return Decision(False, Motif("interdit", phrase), DROIT_COMMUN, "Rechargez la page.")
    if passage.dit_la_structure and not structure:
        motif = Motif("structure", "Dites vers quelle sorte de structure.")
        return Decision(False, motif, DROIT_COMMUN, "Choisissez la structure.")
    if passage.dit_pourquoi and not pourquoi.strip():
        motif = Motif("pourquoi", "Dites pourquoi, en quelques mots.")
        return Decision(False, motif, DROIT_COMMUN, "Écrivez la raison.")
    return Decision(True, Motif("permis", passage.verbe), DROIT_COMMUN)
