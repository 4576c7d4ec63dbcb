"""Both maps laid over each other, school by school and pupil by pupil: éducation prioritaire, and the priority zones.

Near a zone counts as in it, as the ministry's own list does («dans un QPV ou à moins de 300 m»); both are told apart. Whoever's label or
place nobody knows is «à vérifier», never outside. Pupils are summed over the schools whose headcount is known, and how many are not is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maillage.territoire.rules.convergence import POURCENTAGE_A_PARTIR_DE

PRES_M = 300.0


class PlaceDeLEcole(StrEnum):
    """Where a school stands on the map of priority zones."""

    DANS = "dans"
    PRES = "pres"  # under 300 m from the limit of a zone
    HORS = "hors"
    INCONNUE = "inconnue"


class Croisement(StrEnum):
    """On which of the two maps a school is."""

    DEUX = "deux"
    RESEAU = "reseau"
    ZONE = "zone"
    AUCUNE = "aucune"
    INCONNU = "inconnu"

    @property
    def libelle(self) -> str:
        return {
            Croisement.DEUX: "Dans les deux cartes",
            Croisement.RESEAU: "Réseau seulement",
            Croisement.ZONE: "Zone seulement",
            Croisement.AUCUNE: "Ni l’une ni l’autre",
            Croisement.INCONNU: "À vérifier",
        }[self]


def place_de(*, dans: bool | None, distance_m: float) -> PlaceDeLEcole:
    """From «in a zone» (None: unknown) and the distance to the nearest limit."""
    if dans:
        return PlaceDeLEcole.DANS
    if distance_m <= PRES_M:
        return PlaceDeLEcole.PRES
    return PlaceDeLEcole.INCONNUE if dans is None else PlaceDeLEcole.HORS


def croiser(*, en_reseau: bool | None, place: PlaceDeLEcole) -> Croisement:
    """On which maps a school is; unknown as soon as one of them does not answer."""
    if en_reseau is None or place is PlaceDeLEcole.INCONNUE:
        return Croisement.INCONNU
    if place is PlaceDeLEcole.HORS:
        return Croisement.RESEAU if en_reseau else Croisement.AUCUNE
    return Croisement.DEUX if en_reseau else Croisement.ZONE


@dataclass(frozen=True, slots=True)
class EcoleCroisee:
    """A school under both maps. `effectif`: None when no source gives it."""

    uai: str
    nom: str
    en_reseau: bool | None
    place: PlaceDeLEcole
    effectif: int | None = None
    rentree: int | None = None
    zone: str = ""

    @property
    def croisement(self) -> Croisement:
        return croiser(en_reseau=self.en_reseau, place=self.place)

    @property
    def dans_les_deux(self) -> bool | None:
        """Unknown only while both may still be true."""
        if self.en_reseau is False or self.place is PlaceDeLEcole.HORS:
            return False
        return True if self.croisement is Croisement.DEUX else None


@dataclass(frozen=True, slots=True)
class LigneCroisee:
    """The schools of one crossing: how many, how many with a headcount, and their pupils (None: no headcount at all)."""

    croisement: Croisement
    ecoles: int
    renseignees: int
    eleves: int | None


def lignes(ecoles: Iterable[EcoleCroisee]) -> tuple[LigneCroisee, ...]:
    """One line for each crossing, in their order."""
    lues = list(ecoles)
    return tuple(_ligne(c, [e for e in lues if e.croisement is c]) for c in Croisement)


def _ligne(croisement: Croisement, siennes: list[EcoleCroisee]) -> LigneCroisee:
    connus = [e.effectif for e in siennes if e.effectif is not None]
    somme = sum(connus) if connus or not siennes else None
    return LigneCroisee(croisement, len(siennes), len(connus), somme)


@dataclass(frozen=True, slots=True)
class PartDesEleves:
    """Pupils of schools on both maps among the pupils that are known. `manquent`: schools without headcount."""

    dans_les_deux: int
    dont_dans_la_zone: int
    a_verifier: int
    eleves: int
    renseignees: int
    ecoles: int
    rentrees: tuple[int, ...]

    @property
    def manquent(self) -> int:
        return self.ecoles - self.renseignees

    @property
    def bornes(self) -> tuple[int, int] | None:
        """Share in whole percents, at least and at most, among the pupils that are known; None under a base of twenty."""
        if self.eleves < POURCENTAGE_A_PARTIR_DE:
            return None
        au_plus = -(-100 * (self.dans_les_deux + self.a_verifier) // self.eleves)
        return 100 * self.dans_les_deux // self.eleves, au_plus


def part_des_eleves(ecoles: Iterable[EcoleCroisee]) -> PartDesEleves | None:
    """The share of pupils on both maps; None when not one school has a headcount: there is nothing to say, and no zero."""
    lues = list(ecoles)
    connues = [e for e in lues if e.effectif is not None]
    if not connues:
        return None
    deux = [e for e in connues if e.dans_les_deux]
    return PartDesEleves(
        dans_les_deux=_somme(deux),
        dont_dans_la_zone=_somme(e for e in deux if e.place is PlaceDeLEcole.DANS),
        a_verifier=_somme(e for e in connues if e.dans_les_deux is None),
        eleves=_somme(connues),
        renseignees=len(connues),
        ecoles=len(lues),
        rentrees=tuple(sorted({e.rentree for e in connues if e.rentree is not None})),
    )


def _somme(ecoles: Iterable[EcoleCroisee]) -> int:
    return sum(e.effectif or 0 for e in ecoles)
