"""Exit campaign: who leaves, not before which day, and why. A map changed; nobody is left at the door by accident.

Continuity is decided by rule for everyone, or child by child; the word about one child wins over the rules, and both tell
their reason and their author.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

GEOGRAPHIE = Texte("loi n° 2014-173 du 21 février 2014, art. 5 ; décision de la coordination")


class EtatDeCampagne(StrEnum):
    """The life of a campaign."""

    PREPAREE = "preparee"
    LANCEE = "lancee"
    CLOSE = "close"
    ABANDONNEE = "abandonnee"

    @property
    def libelle(self) -> str:
        return {
            EtatDeCampagne.PREPAREE: "En préparation",
            EtatDeCampagne.LANCEE: "Lancée",
            EtatDeCampagne.CLOSE: "Close",
            EtatDeCampagne.ABANDONNEE: "Abandonnée",
        }[self]


SUITES_DE_CAMPAGNE: Mapping[EtatDeCampagne, frozenset[EtatDeCampagne]] = {
    EtatDeCampagne.PREPAREE: frozenset({EtatDeCampagne.LANCEE, EtatDeCampagne.ABANDONNEE}),
    EtatDeCampagne.LANCEE: frozenset({EtatDeCampagne.CLOSE, EtatDeCampagne.ABANDONNEE}),
    EtatDeCampagne.CLOSE: frozenset(),
    EtatDeCampagne.ABANDONNEE: frozenset(),
}


class RegleDeContinuite(StrEnum):
    """What may hold for every child of a campaign."""

    FIN_D_ACTION = "fin_d_action"
    FIN_D_ANNEE = "fin_d_annee_scolaire"
    FRATRIE = "fratrie"

    @property
    def libelle(self) -> str:
        return {
            RegleDeContinuite.FIN_D_ACTION: "L’action en cours va à son terme",
            RegleDeContinuite.FIN_D_ANNEE: "L’année scolaire va à son terme",
            RegleDeContinuite.FRATRIE: "Une fratrie sort la même semaine",
        }[self]


class SuiteDecidee(StrEnum):
    """What is decided for one child, whatever the rules."""

    SELON_LES_REGLES = "selon_les_regles"
    ATTEND = "attend"
    RESTE = "reste"

    @property
    def libelle(self) -> str:
        return {
            SuiteDecidee.SELON_LES_REGLES: "Selon les règles de la campagne",
            SuiteDecidee.ATTEND: "Pas avant une date",
            SuiteDecidee.RESTE: "Reste accompagné, par dérogation",
        }[self]


@dataclass(frozen=True, slots=True)
class EnfantPerdu:
    """A child whom the new map leaves out. `referent` and `fratrie` are keys, empty when there is none."""

    cle: str
    referent: str = ""
    fratrie: str = ""
    fin_d_action: date | None = None  # unknown: nothing to wait for is known


@dataclass(frozen=True, slots=True)
class Suite:
    """The word about one child: what, until when, why, by whom (key of the person)."""

    suite: SuiteDecidee
    raison: str
    auteur: str
    pas_avant: date | None = None

    def __post_init__(self) -> None:
        if self.suite is not SuiteDecidee.SELON_LES_REGLES and not self.raison.strip():
            raise ValueError("Une décision pour un enfant dit sa raison.")
        if (self.suite is SuiteDecidee.ATTEND) != (self.pas_avant is not None):
            raise ValueError("« Pas avant une date » demande cette date, et elle seule.")


@dataclass(frozen=True, slots=True)
class CadreDeCampagne:
    """What holds for the whole campaign: first day, legal date, end of the school year, rules."""

    debut: date
    date_legale: date
    regles: frozenset[RegleDeContinuite] = frozenset()
    fin_d_annee: date | None = None  # None: the calendar is not published, nothing is invented

    def __post_init__(self) -> None:
        if self.date_legale < self.debut:
            raise ValueError("La date légale précède le début de la campagne.")


@dataclass(frozen=True, slots=True)
class Partant:
    """A child who leaves, the days between which she may, and the children she leaves with."""

    cle: str
    referent: str
    au_plus_tot: date
    au_plus_tard: date
    fratrie: str = ""


@dataclass(frozen=True, slots=True)
class Depart:
    """What is decided of one child. `partant` is None when she stays. The decision says why."""

    cle: str
    partant: Partant | None
    decision: Decision


def continuite(enfant: EnfantPerdu, cadre: CadreDeCampagne, suite: Suite | None = None) -> Depart:
    """Tell whether this child leaves, and from which day on."""
    if suite is not None and suite.suite is SuiteDecidee.RESTE:
        faits = {"Raison": suite.raison}
        motif = Motif("reste", "Cet enfant reste accompagné, par dérogation.", faits)
        return Depart(enfant.cle, None, Decision(False, motif, GEOGRAPHIE))
    au_plus_tot, motif = _au_plus_tot(enfant, cadre, suite)
    ensemble = RegleDeContinuite.FRATRIE in cadre.regles
    partant = Partant(
        cle=enfant.cle,
        referent=enfant.referent,
        au_plus_tot=au_plus_tot,
        au_plus_tard=cadre.date_legale,
        fratrie=enfant.fratrie if ensemble else "",
    )
    return Depart(enfant.cle, partant, Decision(True, motif, GEOGRAPHIE))


def _au_plus_tot(
    enfant: EnfantPerdu, cadre: CadreDeCampagne, suite: Suite | None
) -> tuple[date, Motif]:
    """The latest of the days to wait for, and what asks for it."""
    attentes = [(cadre.debut, Motif("debut", "Dès le début de la campagne."))]
    if suite is not None and suite.pas_avant is not None:
        faits = {"Raison": suite.raison}
        return max(cadre.debut, suite.pas_avant), Motif("attend", "Décidé pour cet enfant.", faits)
    if RegleDeContinuite.FIN_D_ACTION in cadre.regles and enfant.fin_d_action:
        attentes.append((enfant.fin_d_action, Motif("action", "L’action en cours va à son terme.")))
    if RegleDeContinuite.FIN_D_ANNEE in cadre.regles and cadre.fin_d_annee:
        attentes.append((cadre.fin_d_annee, Motif("annee", "L’année scolaire va à son terme.")))
    return max(attentes, key=lambda a: a[0])


def departs(
    perdus: Collection[EnfantPerdu],
    cadre: CadreDeCampagne,
    suites: Mapping[str, Suite] | None = None,
) -> tuple[Depart, ...]:
    """What is decided of every lost child, in the order of their keys: nobody lost, nobody twice."""
    connus = {e.cle: e for e in perdus}
    if len(connus) != len(perdus):
        raise ValueError("Un enfant est deux fois dans la campagne.")
    dites = suites or {}
    return tuple(continuite(connus[c], cadre, dites.get(c)) for c in sorted(connus))
