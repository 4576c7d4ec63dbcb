"""Volets, states and cercle: the vocabulary on which every access decision stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from maillage.notions.temps import Periode


class Volet(StrEnum):
    """A compartment of the dossier. Volets run side by side and never blend."""

    IDENTITE = "identite"
    FAMILLE = "famille"
    SCOLARITE = "scolarite"
    SOCIAL = "social"
    SANTE = "sante"
    PROTECTION = "protection"
    PARCOURS = "parcours"
    MEDIATION = "mediation"
    # texts taken over from a tracker and not sorted yet: closed to everyone but those who sort
    QUARANTAINE = "quarantaine"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES: dict[Volet, str] = {
    Volet.IDENTITE: "Identité",
    Volet.FAMILLE: "Famille",
    Volet.SCOLARITE: "Scolarité",
    Volet.SOCIAL: "Social",
    Volet.SANTE: "Santé",
    Volet.PROTECTION: "Protection",
    Volet.PARCOURS: "Parcours",
    Volet.MEDIATION: "Médiation",
    Volet.QUARANTAINE: "À trier",
}
VOLETS_DU_DOSSIER = tuple(v for v in Volet if v is not Volet.QUARANTAINE)


class EtatDuDossier(StrEnum):
    """Life of the data (nomenclature N34; CNIL, délib. 2022-008, § 46)."""

    ACTIF = "base_active"
    ARCHIVE = "archivage_intermediaire"
    PURGE = "elimination_ou_versement"


class Qualite(StrEnum):
    """In what capacity a poste belongs to a cercle."""

    REFERENT = "referent"
    RELAIS = "relais"


class NatureDOuverture(StrEnum):
    """Why a volet is open for a while to somebody who does not hold it (CASF, art. L. 226-2-2)."""

    SEANCE = "seance"  # invited to the séance where the situation is examined
    EXTRAIT = "extrait"  # an extract was written for her
    URGENCE = "urgence"  # she opened it herself, in an emergency, under control


@dataclass(frozen=True, slots=True)
class Ouverture:
    """One volet is open to one person, for a while. Facts hold only those in force at the instant they are read."""

    nature: NatureDOuverture
    utilisateur: UUID
    volet: Volet


@dataclass(frozen=True, slots=True)
class Appartenance:
    """A poste follows the dossier in this capacity during this period."""

    poste: UUID
    qualite: Qualite
    periode: Periode


@dataclass(frozen=True, slots=True)
class Faits:
    """What the policy needs to know of a dossier. No content, no name."""

    dossier: UUID
    programme: UUID
    etat: EtatDuDossier
    cercle: tuple[Appartenance, ...] = ()
    ouvertures: tuple[Ouverture, ...] = ()
