"""Annual figures of a PRE, as the national survey counts them.

A child counts once a year, whatever the number of parcours. A parcours counts when it was open at least one day between
1 September and 31 August. Age is taken on 31 December of the year of the rentrée. What is not known is counted apart, never
guessed (source: annual survey of the PRE, unit-of-count rules of docs/regles/chiffres.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from maillage.notions.temps import AnneeScolaire, DatePartielle
from maillage.parcours.rules.individualise import Critere, SourceDeLAccord
from maillage.statistiques.rules.lectures import Lecture, lire
from maillage.statistiques.rules.suivis import EnfantCompte, de_l_annee


class ClasseDAge(StrEnum):
    """Age classes of the survey (nomenclature N2), and the two that a team needs to put right."""

    MOINS_DE_2 = "moins_de_2_ans"
    DE_2_A_5 = "2_5_ans"
    DE_6_A_10 = "6_10_ans"
    DE_11_A_16 = "11_16_ans"
    PLUS_DE_16 = "17_ans_et_plus"
    INCONNUE = "age_inconnu"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES = {
    ClasseDAge.MOINS_DE_2: "Moins de 2 ans",
    ClasseDAge.DE_2_A_5: "2-5 ans",
    ClasseDAge.DE_6_A_10: "6-10 ans",
    ClasseDAge.DE_11_A_16: "11-16 ans",
    ClasseDAge.PLUS_DE_16: "17 ans et plus",
    ClasseDAge.INCONNUE: "Âge inconnu",
}
BORNES = (
    (1, ClasseDAge.MOINS_DE_2),
    (5, ClasseDAge.DE_2_A_5),
    (10, ClasseDAge.DE_6_A_10),
    (16, ClasseDAge.DE_11_A_16),
)
SEXES: Mapping[str | None, str] = {"fille": "Filles", "garcon": "Garçons", None: "Sexe inconnu"}


@dataclass(frozen=True, slots=True)
class ChiffresAnnuels:
    """The figures of one school year. `repartition` counts children by (age class, sex code or None)."""

    annee: AnneeScolaire
    enfants: int
    repartition: Mapping[tuple[ClasseDAge, str | None], int]
    entrees: int
    sorties: int
    motifs_de_sortie: Mapping[str | None, int]
    individualises: int
    manquants: Mapping[Critere, int]
    accords: Mapping[SourceDeLAccord, int]
    non_pris_en_charge: int
    en_attente: int
    a_verifier: int

    def total_age(self, classe: ClasseDAge) -> int:
        return sum(n for (c, _), n in self.repartition.items() if c is classe)

    def total_sexe(self, sexe: str | None) -> int:
        return sum(n for (_, s), n in self.repartition.items() if s == sexe)

    @property
    def non_individualises(self) -> int:
        return self.enfants - self.individualises


def classe_d_age(naissance: DatePartielle | None, annee: AnneeScolaire) -> ClasseDAge:
    """Age class on 31 December of the year of the rentrée; the year of birth alone is enough."""
    if naissance is None:
        return ClasseDAge.INCONNUE
    return _classe(annee.rentree - naissance.annee)


@cache
def _classe(age: int) -> ClasseDAge:
    if age < 0:
        return ClasseDAge.INCONNUE
    return next((c for borne, c in BORNES if age <= borne), ClasseDAge.PLUS_DE_16)


def compter(enfants: Iterable[EnfantCompte], annee: AnneeScolaire) -> ChiffresAnnuels:
    """Count a school year."""
    return compter_lectures((lire(e, annee) for e in enfants), annee)


def compter_lectures(lectures: Iterable[Lecture], annee: AnneeScolaire) -> ChiffresAnnuels:
    """The same, of children already read against the year."""
    repartition: Counter[tuple[ClasseDAge, str | None]] = Counter()
    sans: Counter[Critere] = Counter()
    sources: Counter[SourceDeLAccord] = Counter()
    motifs: Counter[str | None] = Counter()
    entrees = sorties = individualises = non_pris = en_attente = a_verifier = 0
    for lu in lectures:
        if not lu.ouverts:
            refusee = any(p.pris_en_charge is False for p in lu.surs)
            non_pris += refusee
            en_attente += bool(lu.surs) and not refusee
            a_verifier += lu.doute and not lu.surs
            continue
        repartition[classe_d_age(lu.enfant.naissance, annee), lu.enfant.sexe] += 1
        entrees += any(de_l_annee(p.entree, annee) for p in lu.ouverts)
        if sortis := [p for p in lu.ouverts if de_l_annee(p.sortie, annee)]:
            sorties += 1
            motifs[sortis[-1].motif_sortie] += 1
        sans.update(lu.manque)
        individualises += not lu.manque
        sources[lu.accord] += 1
    return ChiffresAnnuels(
        annee=annee,
        enfants=sum(repartition.values()),
        repartition=dict(repartition),
        entrees=entrees,
        sorties=sorties,
        motifs_de_sortie=dict(motifs),
        individualises=individualises,
        manquants=dict(sans),
        accords=dict(sources),
        non_pris_en_charge=non_pris,
        en_attente=en_attente,
        a_verifier=a_verifier,
    )


def motifs_de_refus(lectures: Iterable[Lecture]) -> list[str]:
    """The reason of each child not taken up, the last one; empty when none is written. The same children as `compter`."""
    motifs = []
    for lu in lectures:
        refuses = [p for p in lu.surs if p.pris_en_charge is False]
        if refuses and not lu.ouverts:
            motifs.append(refuses[-1].motif_de_refus or "")
    return motifs
