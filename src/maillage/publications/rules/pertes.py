"""What the readers of a release do not see as it is, and why. For whoever holds the counts only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maillage.publications.rules.parutions import Nom
from maillage.statistiques.rules.divulgation.publication import Publication
from maillage.statistiques.rules.divulgation.sensibles import noms_des_cellules


class Raison(StrEnum):
    """Why a cell is not shown as it is. For whoever holds the counts only: readers are never told which."""

    PETITE = "petite"
    GROUPE = "groupe"
    VOISINE = "voisine"
    DEJA_TUE = "deja_tue"

    @property
    def libelle(self) -> str:
        return {
            Raison.PETITE: "Elle compte trop peu d'enfants.",
            Raison.GROUPE: "Tous les enfants d'un groupe y sont : connaître l'un dirait tout de lui.",
            Raison.VOISINE: "Elle aiderait à retrouver une petite case par soustraction.",
            Raison.DEJA_TUE: "Elle était déjà masquée dans une publication antérieure.",
        }[self]


@dataclass(frozen=True, slots=True)
class CasePerdue:
    """A cell that its readers do not see as it is: hidden, or moved by the rounding."""

    table: str
    cellule: Nom
    vraie: int
    montree: int | None
    raison: Raison | None = None


def pertes(p: Publication) -> list[CasePerdue]:
    """Every cell of a publication that differs from the truth."""
    lues = []
    for r, (t, _) in enumerate(p.probleme.tables):
        for nom, cellule in _cellules(p, r).items():
            vraie, montree = int(p.probleme.systeme.valeurs[cellule]), p.valeurs[cellule]
            if montree != vraie:
                raison = _raison(p, cellule, vraie) if montree is None else None
                lues.append(CasePerdue(t.id, nom, vraie, montree, raison))
    return lues


def _cellules(p: Publication, rang: int) -> dict[Nom, int]:
    voulue, familles = p.probleme.tables[rang]
    return noms_des_cellules(p.probleme.demande, voulue, familles, p.probleme.systeme)


def _raison(p: Publication, cellule: int, vraie: int) -> Raison:
    if cellule in p.probleme.sensibles:
        return Raison.PETITE if 0 < vraie < p.probleme.demande.seuil else Raison.GROUPE
    return Raison.DEJA_TUE if cellule in p.probleme.tues else Raison.VOISINE
