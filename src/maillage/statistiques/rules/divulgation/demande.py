"""What is asked to be published: dimensions, tables, what is impossible, what was published before, and the counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from maillage.notions.erreurs import ErreurMetier

TOTAL, DETAIL = "total", "detail"
Cellule = Mapping[str, str]  # dimension -> label
Compte = tuple[
    tuple[str, ...], int
]  # a label for each dimension, in the order of the demand, and how many


class Mode(StrEnum):
    """How small cells are kept: every figure rounded, or some not shown."""

    ARRONDI = "arrondi"
    SUPPRESSION = "secret"


class DemandeIllisible(ErreurMetier):
    """The demand contradicts itself or names what it does not define."""

    rien_perdu = "Rien n'a été publié."


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis: its finest modalities, and for each level the groups that gather them."""

    nom: str
    modalites: tuple[str, ...]
    niveaux: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def masque(self, label: str) -> int:
        """The modalities under a label («total», a group, a modality), as bits."""
        if label == TOTAL:
            return (1 << len(self.modalites)) - 1
        if label in self.modalites:
            return 1 << self.modalites.index(label)
        for groupes in self.niveaux.values():
            if label in groupes:
                return sum(1 << self.modalites.index(m) for m in groupes[label])
        raise DemandeIllisible(f"« {label} » n'est pas une valeur de « {self.nom} ».")

    def labels(self, niveau: str) -> tuple[str, ...]:
        """The labels of a level, in their order."""
        if niveau == TOTAL:
            return (TOTAL,)
        if niveau == DETAIL:
            return self.modalites
        if niveau not in self.niveaux:
            raise DemandeIllisible(f"« {self.nom} » n'a pas de niveau « {niveau} ».")
        return tuple(self.niveaux[niveau])


@dataclass(frozen=True, slots=True)
class TableVoulue:
    """A table: its dimensions, the levels shown of each, and the slice it is cut from."""

    id: str
    dims: tuple[str, ...]
    niveaux: Mapping[str, tuple[str, ...]]
    ou: Cellule = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cachees:
    """Intersections that are never published and that anyone could look for by subtraction."""

    dims: tuple[str, ...]
    ou: Cellule = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Demande:
    """One publication to come. Cells that hold 1 to `seuil` - 1 children are sensitive.

    The attacker must not locate such a cell more narrowly than from n - `bas` to n + `haut`.
    """

    id: str
    dimensions: tuple[Dimension, ...]
    tables: tuple[TableVoulue, ...]
    comptes: tuple[Compte, ...]
    zeros: tuple[Cellule, ...] = ()
    seuil: int = 5
    bas: int = 2
    haut: int = 4
    mode: Mode = Mode.ARRONDI
    base: int = 5
    couts: Mapping[str, float] = field(default_factory=dict)
    gelees: tuple[str, ...] = ()
    places: Mapping[str, Cellule] = field(
        default_factory=dict
    )  # where an earlier publication stands
    cachees: tuple[Cachees, ...] = ()

    def dimension(self, nom: str) -> Dimension:
        for d in self.dimensions:
            if d.nom == nom:
                return d
        raise DemandeIllisible(f"La dimension « {nom} » n'est pas définie.")


@dataclass(frozen=True, slots=True)
class Anterieure:
    """An earlier publication: what was asked then, and what came out, table by table (None: suppressed)."""

    demande: Demande
    valeurs: Mapping[str, Mapping[tuple[tuple[str, str], ...], int | None]]
