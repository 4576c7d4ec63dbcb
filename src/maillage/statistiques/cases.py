"""The cells of an exploration as they are shown: words, and the mark of a small number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.statistiques.graphique import dire
from maillage.statistiques.rules.exploration import ReponseCroisee
from maillage.statistiques.rules.petits import petit
from maillage.statistiques.rules.valeurs import Valeur


@dataclass(frozen=True, slots=True)
class Case:
    """One cell. `petite`: it may point at a child."""

    texte: str
    petite: bool = False

    @classmethod
    def de(cls, v: Valeur | None) -> Case:
        return cls(dire(v) or "0", petit(v))


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of the table, its own total at the end."""

    libelle: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class TableauCroise:
    """The rows, the foot, and how many cells may point at a child."""

    rangees: tuple[Rangee, ...]
    bas: Rangee

    @property
    def petites(self) -> int:
        return sum(c.petite for r in (*self.rangees, self.bas) for c in r.cases)


def ranger_en_cases(c: ReponseCroisee) -> TableauCroise:
    """The table of an answer."""
    return TableauCroise(
        tuple(Rangee(x.modalite.libelle, _cases((*x.cases, x.ensemble))) for x in c.lignes),
        Rangee("Ensemble", _cases((*c.bas, c.ensemble))),
    )


def _cases(valeurs: Iterable[Valeur | None]) -> tuple[Case, ...]:
    return tuple(Case.de(v) for v in valeurs)
