"""Break-glass: a closed volet opened for a few hours, alone, under control (security rule P-40).

It stays rare because it is told at once, examined by the coordination, and lost by whoever uses it unexamined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from maillage.notions.decision import Decision, Motif
from maillage.partage.rules.fondements import PARTAGE, SECURITE

CATEGORIES = {
    "danger": "Un danger pour l'enfant ou un proche",
    "rendez_vous": "Un rendez-vous de santé ou de protection, aujourd'hui",
    "absence": "La personne qui tient ce volet est absente",
    "autorite": "Une autorité le demande, par la voie prévue",
}
AVIS = {"justifiee": "Justifiée", "non_justifiee": "Non justifiée"}
A_EXAMINER = timedelta(hours=72)
RAISON_MINIMALE = 15  # characters: a word is no reason


@dataclass(frozen=True, slots=True)
class UrgencePassee:
    """An emergency that a person already used. `examinee` is False until somebody else gave an opinion."""

    ouverte_le: datetime
    examinee: bool


def peut_ouvrir(passees: Iterable[UrgencePassee], instant: datetime) -> Decision:
    """Tell whether a person may open a volet in an emergency again.

    One that nobody examined for 72 hours suspends her: the coordination must look at it first.
    """
    en_retard = [p for p in passees if not p.examinee and instant - p.ouverte_le >= A_EXAMINER]
    if en_retard:
        jour = min(p.ouverte_le for p in en_retard)
        motif = Motif(
            "urgence_non_examinee",
            "Une ouverture en urgence attend d'être examinée depuis plus de 72 heures.",
            {"Ouverte le": jour.strftime("%d/%m/%Y")},
        )
        return Decision(False, motif, SECURITE, "Demandez à la coordination de l'examiner.")
    return Decision(True, Motif("urgence", "Une ouverture en urgence est possible."), PARTAGE)


def peut_examiner(ouverte_par: object, examinateur: object) -> bool:
    """Nobody examines what she opened herself."""
    return ouverte_par != examinateur
