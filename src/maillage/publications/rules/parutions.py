"""What readers are given: releases as frozen values, and the few figures that may be derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

TOTAL = "total"
RECOUVREMENT = "Un enfant peut être à plusieurs lignes : elles ne s’additionnent pas."
Nom = tuple[tuple[str, str], ...]  # (dimension, label), sorted


class Seing(StrEnum):
    """What the check of a signature says."""

    INTACTE = "intacte"
    AUTRE_CLE = "autre_cle"
    MODIFIEE = "modifiee"

    @property
    def libelle(self) -> str:
        return {
            Seing.INTACTE: "Signature vérifiée : rien n'a changé depuis l'approbation.",
            Seing.AUTRE_CLE: "Signée par une autre installation que celle-ci.",
            Seing.MODIFIEE: "La signature ne correspond pas : ce texte a été modifié.",
        }[self]


@dataclass(frozen=True, slots=True)
class DocumentJoint:
    """A report deposited with a release."""

    id: UUID
    nature: str
    nom: str
    type: str
    taille: int
    empreinte: str
    depose_le: datetime


@dataclass(frozen=True, slots=True)
class Parution:
    """A release, in a list."""

    numero: int
    programme_id: UUID
    titre: str
    annee: int
    periode: str
    mode: str
    base: int
    approuvee_le: datetime
    par: str
    empreinte: str
    retiree_le: datetime | None = None
    motif_du_retrait: str = ""

    @property
    def annee_libelle(self) -> str:
        return f"{self.annee}-{self.annee + 1}"

    @property
    def arrondie(self) -> bool:
        return self.mode == "arrondi"


@dataclass(frozen=True, slots=True)
class Etiquettes:
    """The words of a dimension: its own, and those of its labels in their order."""

    nom: str
    libelle: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Groupe:
    """Tables of one question each, read as the lines of one: lines that do not add up."""

    code: str
    titre: str
    question: str


@dataclass(frozen=True, slots=True)
class TablePubliee:
    """A released table. `cells`: labels of its dimensions to the figure, None when it is hidden."""

    id: str
    titre: str
    question: str
    dims: tuple[str, ...]
    cells: Mapping[Nom, int | None]
    protection: str
    pour: frozenset[str] = frozenset()
    indicateurs: tuple[str, ...] = ()
    groupe: Groupe | None = None

    def valeur(self, **labels: str) -> int | None:
        """The figure of a cell; dimensions that are not named are taken in total."""
        nom = tuple(sorted((d, labels.get(d, TOTAL)) for d in self.dims))
        return self.cells.get(nom)

    @property
    def tues(self) -> int:
        return sum(v is None for v in self.cells.values())

    @property
    def ligne(self) -> str:
        """What it is called among those of its group."""
        return self.titre.removeprefix(f"{self.groupe.titre} : ") if self.groupe else self.titre

    def part(self, **labels: str) -> int | None:
        """Whole percentage of the total, from released counts only; None when one of them is hidden, or nothing is there."""
        ici, tout = self.valeur(**labels), self.valeur()
        if ici is None or not tout:
            return None
        return round(100 * ici / tout)


@dataclass(frozen=True, slots=True)
class ParutionDetaillee:
    """A release with its tables, the words of its labels, its definitions and its documents."""

    parution: Parution
    tables: tuple[TablePubliee, ...]
    etiquettes: Mapping[str, Etiquettes]
    definitions: tuple[Mapping[str, Any], ...]
    seuil: int
    arretee_au: date
    seing: Seing
    documents: tuple[DocumentJoint, ...] = ()
    contenu: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mode(self) -> str:
        return self.parution.mode

    @property
    def base(self) -> int:
        return self.parution.base

    @property
    def approuvee_le(self) -> datetime:
        return self.parution.approuvee_le

    @property
    def par(self) -> str:
        return self.parution.par

    def mot(self, dim: str, label: str) -> str:
        """The words of a label; «Ensemble» for the total."""
        if label == TOTAL:
            return "Ensemble"
        connues = self.etiquettes.get(dim)
        return connues.labels.get(label, label) if connues else label

    def table(self, ident: str) -> TablePubliee | None:
        return next((t for t in self.tables if t.id == ident), None)


def parts_de_cent(valeurs: Sequence[int | None], tout: int | None) -> list[int | None]:
    """Whole percentages of a total, from released counts only. When nothing is hidden and the counts make the total, the
    parts make 100: the largest remainders are rounded up.
    """
    if not tout:
        return [None] * len(valeurs)
    exactes = [None if v is None else 100 * v / tout for v in valeurs]
    if None in valeurs or sum(v or 0 for v in valeurs) != tout:
        return [None if e is None else round(e) for e in exactes]
    bas = [int(e or 0) for e in exactes]
    restes = sorted(range(len(bas)), key=lambda i: ((exactes[i] or 0) - bas[i], -i), reverse=True)
    for i in restes[: 100 - sum(bas)]:
        bas[i] += 1
    return list(bas)


def par_groupe(tables: Iterable[TablePubliee]) -> tuple[tuple[TablePubliee, ...], ...]:
    """The tables as they are shown: those of a group together, where the first of them stands."""
    lues: dict[str, list[TablePubliee]] = {}
    for t in tables:
        lues.setdefault(t.groupe.code if t.groupe else t.id, []).append(t)
    return tuple(tuple(siennes) for siennes in lues.values())
