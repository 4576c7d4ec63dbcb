"""From the code of an indicator and the facts of a year to its value: one function for each definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from maillage.statistiques.rules import calculs_enfants as enfants
from maillage.statistiques.rules import calculs_travail as travail
from maillage.statistiques.rules.definitions import definition, definitions
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.valeurs import Valeur

Calcul = Callable[[FaitsDeLAnnee], Any]


def _calcul(code: str) -> Calcul:
    for module in (enfants, travail):
        if code in vars(module):
            trouve: Calcul = vars(module)[code]
            return trouve
    raise LookupError(f"L'indicateur « {code} » n'a pas de calcul.")


CALCULS: Mapping[str, Calcul] = {c: _calcul(c) for c in definitions()}


def valeurs(code: str, faits: FaitsDeLAnnee) -> Valeur:
    """The value of an indicator for these facts; `Introuvable` when nothing defines it."""
    return Valeur(code, definition(code).version, **CALCULS[code](faits))


def toutes_les_valeurs(faits: FaitsDeLAnnee) -> dict[str, Valeur]:
    """Every indicator of a year, in the order of the definitions."""
    return {code: valeurs(code, faits) for code in definitions()}
