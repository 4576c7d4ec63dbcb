"""A réseau d'éducation prioritaire: which écoles join or leave it, and from which day.

A collège at the head, the écoles of its secteur around it (circulaire n° 2014-077 du 4 juin 2014).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.notions.decision import Decision, Motif, Texte
from maillage.territoire.rules.noms import COLLEGE, ECOLES

CIRCULAIRE = Texte("Circulaire n° 2014-077 du 4 juin 2014 : le réseau, un collège et ses écoles")
LABELS_DE_RESEAU = ("rep", "rep_plus")


@dataclass(frozen=True, slots=True)
class Rattachement:
    """An école belongs to a réseau between two civil days, both included; None: until further notice."""

    uai: str
    depuis: date
    jusqu_au: date | None = None


@dataclass(frozen=True, slots=True)
class Changements:
    """What a new list of écoles changes. `effaces`: they had not begun yet on that day."""

    entrees: tuple[str, ...]
    finis: tuple[Rattachement, ...]
    effaces: tuple[Rattachement, ...]

    def __bool__(self) -> bool:
        return bool(self.entrees or self.finis or self.effaces)


def changements(
    actuels: Iterable[Rattachement], voulus: frozenset[str], depuis: date
) -> Changements:
    """Compare the running rattachements with the écoles wanted from the day `depuis`.

    An école that leaves keeps its past: its last day is the eve. One that had not begun leaves no trace.
    """
    en_cours = {r.uai: r for r in actuels if r.jusqu_au is None}
    partants = [en_cours[uai] for uai in sorted(en_cours.keys() - voulus)]
    veille = depuis - timedelta(days=1)
    return Changements(
        entrees=tuple(sorted(voulus - en_cours.keys())),
        finis=tuple(Rattachement(r.uai, r.depuis, veille) for r in partants if r.depuis < depuis),
        effaces=tuple(r for r in partants if r.depuis >= depuis),
    )


def composable(nature_de_tete: str, natures: Iterable[str]) -> Decision:
    """Tell whether a réseau can be made of this head and these établissements."""
    if nature_de_tete != COLLEGE:
        motif = Motif("tete", "La tête d'un réseau est un collège.")
        return Decision(False, motif, CIRCULAIRE, "Choisissez le collège du secteur.")
    if any(nature not in ECOLES for nature in natures):
        motif = Motif(
            "ecole", "Un réseau réunit des écoles maternelles, élémentaires ou primaires."
        )
        return Decision(False, motif, CIRCULAIRE, "Retirez les autres établissements.")
    return Decision(True, Motif("reseau", "Un collège et des écoles."), CIRCULAIRE)
