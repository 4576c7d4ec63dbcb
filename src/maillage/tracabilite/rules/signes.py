"""What an alert is made of: the sign, its threshold, the accesses looked at, and what is concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Signe(StrEnum):
    """What was seen."""

    BEAUCOUP = "beaucoup_en_une_heure"
    HORS_HEURES = "hors_des_heures"
    EXPORTS = "exports_repetes"
    REFUS_REPETES = "refus_repetes"
    DOSSIER_CLOS = "dossier_clos"
    BRIS_DE_GLACE = "bris_de_glace"
    SANS_ACTE = "lecture_sans_acte"
    PROCHE = "proche_du_lecteur"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES: dict[Signe, str] = {
    Signe.BEAUCOUP: "Beaucoup de dossiers ouverts en une heure",
    Signe.HORS_HEURES: "Lecture la nuit ou le dimanche",
    Signe.EXPORTS: "Exports répétés dans la journée",
    Signe.REFUS_REPETES: "Refus répétés en quelques minutes",
    Signe.DOSSIER_CLOS: "Dossier clos ou archivé demandé",
    Signe.BRIS_DE_GLACE: "Accès exceptionnel utilisé",
    Signe.SANS_ACTE: "Un mois de lecture sans aucun acte",
    Signe.PROCHE: "Dossier d'une personne qui semble proche",
}


class Conclusion(StrEnum):
    """What the person who looked at an alert says of it."""

    JUSTIFIE = "justifie"
    RAPPEL = "regle_rappelee"
    SUITE = "suite_donnee"

    @property
    def libelle(self) -> str:
        return {
            Conclusion.JUSTIFIE: "L'accès était justifié par le travail",
            Conclusion.RAPPEL: "La règle a été rappelée à la personne",
            Conclusion.SUITE: "Une suite est donnée (délégué à la protection des données, employeur)",
        }[self]


@dataclass(frozen=True, slots=True)
class Seuils:
    """Where each sign begins. Hours and days are those of the users' clock."""

    dossiers_par_heure: int = 60
    dossiers_par_heure_fort: int = 150
    soir: int = 22
    matin: int = 6
    exports_par_jour: int = 5
    refus: int = 8
    minutes_des_refus: int = 10
    lectures_du_mois: int = 30


@dataclass(frozen=True, slots=True)
class AccesNote:
    """An event as the detectors see it; `instant` is in the users' clock. `dossiers` holds those read in a list."""

    rang: int
    instant: datetime
    acte: str
    acteur: UUID
    accorde: bool
    dossier: UUID | None
    dossiers: tuple[UUID, ...] = ()
    regle: str = ""

    @property
    def touches(self) -> tuple[UUID, ...]:
        return (self.dossier,) if self.dossier else self.dossiers


@dataclass(frozen=True, slots=True)
class AlerteVue:
    """A sign found: who, when, how many, and the events that made it."""

    signe: Signe
    acteur: UUID
    jour: date
    nombre: int
    dossiers: tuple[UUID, ...]
    premier: int
    dernier: int
    forte: bool = False
