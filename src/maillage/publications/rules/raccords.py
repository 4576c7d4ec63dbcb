"""From one school year to the next: those still followed at the end of one are those already followed at the start of the other.

Each year is protected alone, since children, ages and classes change; this sum is the one that two years share exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.publications.rules.parutions import TOTAL
from maillage.publications.rules.passe import Valeurs

ISSUES = ("issue", "issue_age")
ARRIVEES = "arrivee"
DEJA_SUIVI = "deja_suivi"


@dataclass(frozen=True, slots=True)
class AnneeParue:
    """What a release of exact figures showed, or is about to: its number (0 when it has none yet) and its year."""

    numero: int
    annee: int
    valeurs: Valeurs


def raccord_trahi(sortie: AnneeParue, parues: Iterable[AnneeParue]) -> AnneeParue | None:
    """The exact release of a neighbouring year with which this one would give a hidden way out by subtraction."""
    for p in parues:
        for fin, debut in ((p, sortie), (sortie, p)):
            if fin.annee + 1 == debut.annee and _sortie_masquee(fin) and _deja_montre(debut):
                return p
    return None


def _sortie_masquee(a: AnneeParue) -> bool:
    """Tell whether one of the ways out is hidden, all ages together."""
    return any(
        valeur is None and all(label == TOTAL for d, label in nom if d != "issue")
        for table in ISSUES
        for nom, valeur in a.valeurs.get(table, {}).items()
    )


def _deja_montre(a: AnneeParue) -> bool:
    return a.valeurs.get(ARRIVEES, {}).get(((ARRIVEES, DEJA_SUIVI),)) is not None
