"""Attendance of institutions over a school year: counts for each institution, never for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.enfants.rules.pliage import plier
from maillage.eps.models import Participation, Seance
from maillage.eps.queries.seances import tient
from maillage.eps.rules.seances import EtatDeSeance
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire

SANS_INSTITUTION = "Institution non renseignée"


@dataclass(frozen=True, slots=True)
class LigneDePresence:
    """An institution: at how many séances it sat, by how it was there. A séance counts once for it."""

    institution: str
    conviee: int
    presente: int
    ecrite: int
    excusee: int
    absente: int


@dataclass(frozen=True, slots=True)
class Presences:
    """A school year of attendance."""

    annee: AnneeScolaire
    seances: int
    lignes: tuple[LigneDePresence, ...]


def presences(acteur: Acteur, annee: AnneeScolaire, *, at: date) -> Presences:
    """Closed séances of a school year, institution by institution, in alphabetical order: this is no ranking."""
    if not tient(acteur, at) or acteur.programme_id is None:
        raise Introuvable
    return presences_du_programme(acteur.programme_id, annee)


def presences_du_programme(programme_id: UUID, annee: AnneeScolaire) -> Presences:
    """The same without policy: for the rooms above that have asked it."""
    closes = Seance.objects.filter(
        programme_id=programme_id, etat=EtatDeSeance.CLOSE,
        le__gte=annee.debut, le__lte=annee.fin,
    )  # fmt: skip
    places: dict[str, dict[object, set[str]]] = defaultdict(lambda: defaultdict(set))
    rangs = Participation.objects.filter(seance__in=closes)
    for nom, seance, presence in rangs.values_list("institution__nom", "seance_id", "presence"):
        places[nom or SANS_INSTITUTION][seance].add(presence)
    return Presences(
        annee,
        closes.count(),
        tuple(
            _ligne(nom, par_seance)
            for nom, par_seance in sorted(places.items(), key=lambda p: plier(p[0]))
        ),
    )


def _ligne(nom: str, par_seance: dict[object, set[str]]) -> LigneDePresence:
    """One of its members there is the institution there; then who wrote, who is excused, who is absent."""
    compte = Counter(
        next((p for p in ("present", "contribution_ecrite", "excuse", "absent") if p in dites), "")
        for dites in par_seance.values()
    )
    return LigneDePresence(
        nom, len(par_seance), compte["present"], compte["contribution_ecrite"], compte["excuse"],
        compte["absent"],
    )  # fmt: skip
