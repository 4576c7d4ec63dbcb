"""A child and her parcours as the figures see them: without identity; was it open, was the family agreed, in this year?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.notions.temps import AnneeScolaire, DatePartielle, Periode
from maillage.parcours.rules.individualise import AccordDuParcours, Critere, SourceDeLAccord

RIEN_DE_CONNU = AccordDuParcours()
TOUJOURS = Periode()


class Presence(StrEnum):
    """Was this parcours open during the year? Unknown is not «no»."""

    OUI = "oui"
    NON = "non"
    A_VERIFIER = "a_verifier"


@dataclass(frozen=True, slots=True)
class ParcoursCompte:
    """One parcours without identity. `pris_en_charge` False is a situation that was not taken up, None one that waits for
    an answer; both belong to the year in which the demand was received (`recue`). `manquants` says nothing of the
    agreement of the family: it is judged year by year, from `accord` and from the days of examination in EPS.
    """

    entree: DatePartielle | None
    sortie: DatePartielle | None
    pris_en_charge: bool | None
    motif_sortie: str | None
    manquants: tuple[Critere, ...]
    recue: DatePartielle | None = None
    accord: AccordDuParcours = RIEN_DE_CONNU
    examens: tuple[DatePartielle, ...] = ()
    motif: str | None = None  # principal (N8); the only one, when there is one only
    motifs: tuple[str, ...] = ()  # all of them
    origine: str | None = None  # N7
    motif_de_refus: str | None = None  # N13


@dataclass(frozen=True, slots=True)
class Lieux:
    """Where a child lives and learns in a year, as codes. `quartier_avant`: the same home on the map before."""

    quartier: str = "inconnu"
    quartier_avant: str = "inconnu"
    etablissement: str = "inconnu"
    reseau: str = "inconnu"
    label: str = "inconnu"
    cycle: str = "inconnu"


NULLE_PART = Lieux()


@dataclass(frozen=True, slots=True)
class ObjectifCompte:
    """An objective open in the year: what each viewpoint said last in it, as (regard, evolution) codes of N36."""

    regards: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DroitCommunCompte:
    """An action of the ordinary services, proposed to the family; `commencee` None: it has not begun.

    `domaine`: that of the objective it serves (N14), when it waits and serves one.
    """

    proposee: date
    commencee: date | None = None
    attend: bool = False  # proposed, accepted or on a waiting list
    domaine: str = ""


@dataclass(frozen=True, slots=True)
class EnfantCompte:
    """One child without identity: what the figures need and nothing else."""

    naissance: DatePartielle | None
    sexe: str | None
    parcours: tuple[ParcoursCompte, ...]
    lieux: Lieux = NULLE_PART
    evaluations: int = 0  # finished, in the year that is looked at
    objectifs: tuple[ObjectifCompte, ...] = ()
    droit_commun: tuple[DroitCommunCompte, ...] = ()
    natures: tuple[str, ...] = ()  # of the actions that ran a day at least of the year (N15)


def presence(p: ParcoursCompte, annee: AnneeScolaire) -> Presence:
    """Tell whether the parcours was open, or the situation not taken up received, at least one day of the year.

    Partial dates are read at both ends: sure when every reading says yes, to verify when only some do.
    """
    if not p.pris_en_charge:
        return _orientee(p.recue, annee)
    if p.sortie is not None and p.sortie.dernier_jour < annee.debut:
        return Presence.NON
    if p.entree is None:
        return Presence.A_VERIFIER
    if p.entree.premier_jour > annee.fin:
        return Presence.NON
    entree_sure = p.entree.dernier_jour <= annee.fin
    sortie_sure = p.sortie is None or p.sortie.premier_jour >= annee.debut
    return Presence.OUI if entree_sure and sortie_sure else Presence.A_VERIFIER


def _orientee(recue: DatePartielle | None, annee: AnneeScolaire) -> Presence:
    if recue is None:
        return Presence.A_VERIFIER
    if de_l_annee(recue, annee):
        return Presence.OUI
    ailleurs = recue.dernier_jour < annee.debut or recue.premier_jour > annee.fin
    return Presence.NON if ailleurs else Presence.A_VERIFIER


def de_l_annee(jour: DatePartielle | None, annee: AnneeScolaire) -> bool:
    """A partial date is in the year when it cannot be anywhere else."""
    return jour is not None and jour.premier_jour >= annee.debut and jour.dernier_jour <= annee.fin


def source_de_l_accord(p: ParcoursCompte, annee: AnneeScolaire) -> SourceDeLAccord:
    """What makes the agreement count this year: one day of the parcours in the year, or the day of an examination in it."""
    if p.accord.demande_le is None:  # nothing was asked: no day to look at
        return p.accord.pendant(TOUJOURS)
    debut = max(p.entree.premier_jour, annee.debut) if p.entree else annee.debut
    fin = min(p.sortie.dernier_jour, annee.fin) if p.sortie else annee.fin
    examens = [e.premier_jour for e in p.examens if e.complete and de_l_annee(e, annee)]
    return p.accord.pendant(Periode(debut, max(debut, fin)), examens)


def le_plus_avance(
    ouverts: Iterable[ParcoursCompte], annee: AnneeScolaire
) -> tuple[ParcoursCompte, tuple[Critere, ...]]:
    """The parcours to which the fewest criteria are missing, the first written when equal, and those criteria."""
    return min(((p, manquants(p, annee)) for p in ouverts), key=lambda lu: len(lu[1]))


def manquants(p: ParcoursCompte, annee: AnneeScolaire) -> tuple[Critere, ...]:
    """The criteria that nothing proves for this year, in the order of the work."""
    sans_accord = source_de_l_accord(p, annee) is SourceDeLAccord.AUCUN
    if sans_accord is (Critere.ACCORD in p.manquants):
        return p.manquants
    autres = set(p.manquants) - {Critere.ACCORD}
    return tuple(c for c in Critere if c in autres or (sans_accord and c is Critere.ACCORD))
