"""How long a dossier is kept: the table of its ages, and what follows each. Pure.

| what is true on the day | situation | what can be done |
|---|---|---|
| purged | `PURGEE` | nothing: a tombstone stays |
| nobody knows the last contact | `INCONNUE` | say it; an unknown contact is never old |
| active, less than the active time since the last contact | `ACTIVE` | work |
| active, the active time is over | `A_ARCHIVER` | archive |
| archived, the time of archive is not over | `ARCHIVEE` | open with a reason, reactivate |
| archived, the time is over, a gel runs | `GELEE` | wait: nothing is destroyed under a gel |
| archived, the time is over | `A_ELIMINER` | put on a bordereau |
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.dossiers.rules import EtatDuDossier
from maillage.notions.decision import Texte
from maillage.notions.temps import DatePartielle

ACTIVE_LEGALE = 24  # months after the last contact
ARCHIVE_PROPOSEE = (
    12  # months; no text gives it: the programme decides, with its DPO and the Archives
)
DUREE_MAXIMALE = 600  # months

BASE_ACTIVE = Texte("CNIL, délib. n° 2022-008, § 46 : deux ans après le dernier contact")
VISA = Texte("Code du patrimoine, art. L212-2 : pas d'élimination sans visa des Archives")


class Situation(StrEnum):
    """Where a dossier stands on a day."""

    INCONNUE = "inconnue"
    ACTIVE = "active"
    A_ARCHIVER = "a_archiver"
    ARCHIVEE = "archivee"
    GELEE = "gelee"
    A_ELIMINER = "a_eliminer"
    PURGEE = "purgee"


class MotifDeGel(StrEnum):
    """Why nothing of a dossier may be destroyed for a time."""

    CONTENTIEUX = "contentieux"
    DEMANDE_DE_DROITS = "demande_de_droits"
    REQUISITION = "requisition"
    AUTRE = "autre"

    @property
    def libelle(self) -> str:
        return LIBELLES_DE_GEL[self]


LIBELLES_DE_GEL = {
    MotifDeGel.CONTENTIEUX: "Contentieux ou réclamation en cours",
    MotifDeGel.DEMANDE_DE_DROITS: "Demande d’accès de la famille en cours",
    MotifDeGel.REQUISITION: "Réquisition ou enquête judiciaire",
    MotifDeGel.AUTRE: "Autre raison",
}


class MotifDePurge(StrEnum):
    """Why a dossier is purged."""

    TERME = "terme"
    ERREUR = "erreur"  # opened by mistake
    ANNULATION = "annulation"  # the import that brought it was undone

    @property
    def libelle(self) -> str:
        return {
            MotifDePurge.TERME: "Durée de conservation échue",
            MotifDePurge.ERREUR: "Dossier ouvert par erreur",
            MotifDePurge.ANNULATION: "Import annulé",
        }[self]


class EtatDeBordereau(StrEnum):
    """Life of an elimination list: prepared by one person, validated by another, then carried out."""

    PREPARE = "prepare"
    VALIDE = "valide"
    EXECUTE = "execute"
    ABANDONNE = "abandonne"


class SortFinal(StrEnum):
    """What becomes of the content: destroyed, or given to the public archives first."""

    ELIMINATION = "elimination"
    VERSEMENT = "versement"


@dataclass(frozen=True, slots=True)
class Durees:
    """How long a programme keeps, in months. Longer than the table says needs a written justification."""

    active_mois: int = ACTIVE_LEGALE
    archive_mois: int = ARCHIVE_PROPOSEE
    justification: str = ""

    def __post_init__(self) -> None:
        if not (
            1 <= self.active_mois <= DUREE_MAXIMALE and 0 <= self.archive_mois <= DUREE_MAXIMALE
        ):
            raise ValueError("Une durée se compte en mois, d'un mois à cinquante ans.")
        if self.demande_justification and not self.justification.strip():
            raise ValueError("Une durée plus longue que la règle se justifie par écrit.")

    @property
    def demande_justification(self) -> bool:
        return self.active_mois > ACTIVE_LEGALE or self.archive_mois > ARCHIVE_PROPOSEE


@dataclass(frozen=True, slots=True)
class Vie:
    """What the clock looks at. `gele_jusqu_au` is the last day of the longest gel that runs, both included."""

    etat: EtatDuDossier
    dernier_contact: date | None = None
    gele_jusqu_au: date | None = None


def plus_mois(jour: date, mois: int) -> date:
    """The same day, months later; the last day of the month when that day does not exist."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, reste = divmod(rang, 12)
    return date(annee, reste + 1, min(jour.day, monthrange(annee, reste + 1)[1]))


def dernier_contact(signaux: Iterable[DatePartielle | None], at: date) -> date | None:
    """The latest day that the last contact can be, never after `at`; None when nothing tells it.

    A month or a year alone counts by its last day: doubt keeps a dossier longer, never shorter.
    """
    jours = [min(s.dernier_jour, at) for s in signaux if s is not None]
    return max(jours, default=None)


def echeance(vie: Vie, durees: Durees) -> date | None:
    """The first day on which the next step is due; None when nothing is ever due by itself."""
    if vie.dernier_contact is None or vie.etat is EtatDuDossier.PURGE:
        return None
    fin_active = plus_mois(vie.dernier_contact, durees.active_mois)
    if vie.etat is EtatDuDossier.ACTIF:
        return fin_active
    return plus_mois(fin_active, durees.archive_mois)


def situation(vie: Vie, durees: Durees, at: date) -> Situation:
    """Read the table above."""
    if vie.etat is EtatDuDossier.PURGE:
        return Situation.PURGEE
    due = echeance(vie, durees)
    if due is None:
        return Situation.INCONNUE
    if vie.etat is EtatDuDossier.ACTIF:
        return Situation.A_ARCHIVER if at >= due else Situation.ACTIVE
    if at < due:
        return Situation.ARCHIVEE
    return Situation.GELEE if gele(vie, at) else Situation.A_ELIMINER


def gele(vie: Vie, at: date) -> bool:
    """Tell whether a gel forbids any destruction on this day."""
    return vie.gele_jusqu_au is not None and at <= vie.gele_jusqu_au
