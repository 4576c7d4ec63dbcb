"""Is this agreed today? Always with the reason, the law, and what is left to do.

Order of the reading: who holds the authority, who has said no, the days, then how many yes. A no is looked at before any yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from maillage.accords.rules.autorite import Exercice, Titulaire, seul_sans_l_autre
from maillage.accords.rules.empechements import EMPECHEMENTS
from maillage.accords.rules.natures import Objet, Regime
from maillage.notions.decision import Decision, Motif
from maillage.notions.temps import Periode


class Sens(StrEnum):
    """What an adult said."""

    ACCORD = "accord"
    REFUS = "refus"
    DESACCORD = "desaccord"
    RETRAIT = "retrait"

    @property
    def libelle(self) -> str:
        return {
            Sens.ACCORD: "D’accord",
            Sens.REFUS: "Refuse",
            Sens.DESACCORD: "Exprime un désaccord",
            Sens.RETRAIT: "Retire son accord",
        }[self]


@dataclass(frozen=True, slots=True)
class Reponse:
    """What one adult said of one request on a day; `rang` orders those of the same day."""

    demande: UUID
    adulte: UUID
    sens: Sens
    le: date
    rang: int = 0


@dataclass(frozen=True, slots=True)
class Demande:
    """A request: what is asked, for which days, and who has been told (or why somebody was not).

    `autre_explique`: it is written why the other parent, whom nobody could name, was not told.
    """

    id: UUID
    objet: Objet
    periode: Periode
    informes: frozenset[UUID] = frozenset()
    autre_explique: bool = False


@dataclass(frozen=True, slots=True)
class Examen:
    """The decision, and the adults behind it: whose yes counts, whose is awaited, who is to be told, who is against."""

    decision: Decision
    accordes: tuple[UUID, ...] = ()
    attendus: tuple[UUID, ...] = ()
    a_informer: tuple[UUID, ...] = ()
    opposes: tuple[UUID, ...] = ()


def dernieres(reponses: Iterable[Reponse], at: date) -> dict[UUID, Reponse]:
    """The last word of each adult on this day."""
    derniers: dict[UUID, Reponse] = {}
    for reponse in sorted(reponses, key=lambda r: (r.le, r.rang)):
        if reponse.le <= at:
            derniers[reponse.adulte] = reponse
    return derniers


def examiner(
    demande: Demande,
    titulaires: tuple[Titulaire, ...],
    reponses: Iterable[Reponse],
    at: date,
    *,
    base: Iterable[Reponse] = (),
) -> Examen:
    """Judge a request on a day.

    `reponses`: all that was said of the same object, this time and the times before: an old no stands until its author says yes.
    `base`: what was said of the agreement on which this one rests.
    """
    dites = tuple(reponses)
    contre = _opposes(titulaires, dernieres(dites, at)) + _opposes(titulaires, dernieres(base, at))
    ici = dernieres((r for r in dites if r.demande == demande.id), at)
    pour = tuple(
        t.adulte
        for t in titulaires
        if t.adulte in ici and ici[t.adulte].sens is Sens.ACCORD and _compte(t, demande.objet)
    )
    return _juger(demande, titulaires, pour, tuple(dict.fromkeys(contre)), at)


def _compte(titulaire: Titulaire, objet: Objet) -> bool:
    portee = titulaire.portee
    return portee.usuel if objet.regime is Regime.UN_SUFFIT else portee.titulaire


def _opposes(titulaires: tuple[Titulaire, ...], derniers: dict[UUID, Reponse]) -> tuple[UUID, ...]:
    return tuple(
        t.adulte
        for t in titulaires
        if t.portee.bloque and t.adulte in derniers and derniers[t.adulte].sens is not Sens.ACCORD
    )


def _juger(
    demande: Demande,
    titulaires: tuple[Titulaire, ...],
    pour: tuple[UUID, ...],
    contre: tuple[UUID, ...],
    at: date,
) -> Examen:
    en_titre = tuple(t.adulte for t in titulaires if t.portee.titulaire)
    attendus = tuple(a for a in en_titre if a not in pour and a not in contre)
    a_informer = _a_informer(demande, titulaires, pour)
    code = _empechement(demande, titulaires, pour, contre, at)
    if code is None:
        phrase = "La famille est d’accord, et cet accord est en vigueur."
        motif = Motif("accord_en_vigueur", phrase, _faits(demande))
        return Examen(Decision(True, motif, demande.objet.fondement), pour, (), ())
    phrase, a_faire = EMPECHEMENTS[code]
    decision = Decision(
        False, Motif(code, phrase, _faits(demande)), demande.objet.fondement, a_faire
    )
    return Examen(decision, pour, attendus, a_informer, contre)


def _a_informer(
    demande: Demande, titulaires: tuple[Titulaire, ...], pour: tuple[UUID, ...]
) -> tuple[UUID, ...]:
    if demande.objet.regime is Regime.UN_SUFFIT:
        return ()
    sus = demande.informes | set(pour)
    return tuple(t.adulte for t in titulaires if t.portee.informe and t.adulte not in sus)


def _empechement(
    demande: Demande,
    titulaires: tuple[Titulaire, ...],
    pour: tuple[UUID, ...],
    contre: tuple[UUID, ...],
    at: date,
) -> str | None:
    """The first thing that stops, or None."""
    regime = demande.objet.regime
    if not titulaires:
        return "titulaires_inconnus"
    if contre:
        return "desaccord_connu"
    if not demande.periode.contient(at):
        return "accord_fini" if (demande.periode.jusqu_au or at) < at else "accord_a_venir"
    if regime is Regime.UN_SUFFIT:
        return None if pour else "accord_attendu"
    if regime is Regime.TOUS and any(t.exercice is Exercice.INCONNU for t in titulaires):
        return "exercice_a_verifier"
    if not pour:
        return "accord_attendu"
    seul = seul_sans_l_autre(titulaires)
    if regime is Regime.TOUS:
        en_titre = {t.adulte for t in titulaires if t.portee.titulaire}
        return (
            "autre_titulaire_inconnu" if seul else "accord_de_tous" if en_titre - {*pour} else None
        )
    if _a_informer(demande, titulaires, pour):
        return "autre_a_informer"
    return "autre_parent_inconnu" if seul and not demande.autre_explique else None


def _faits(demande: Demande) -> dict[str, str]:
    return {
        "Objet": demande.objet.nature.libelle,
        "Règle de l’accord": demande.objet.regime.libelle,
    }
