"""Families of cells: one table at one level of each dimension, cells that do not overlap; and how they sum up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from maillage.statistiques.rules.divulgation.demande import (
    TOTAL,
    Anterieure,
    Cellule,
    Demande,
    DemandeIllisible,
    TableVoulue,
)

Masques = tuple[int, ...]  # a set of modalities for each dimension


@dataclass(frozen=True, slots=True)
class Famille:
    """Cells that do not overlap: for each dimension, the disjoint sets of modalities shown, with their labels."""

    noeuds: tuple[tuple[tuple[str, int], ...], ...]

    def cellules(self) -> Iterable[tuple[tuple[str, ...], Masques]]:
        for choix in product(*self.noeuds):
            yield tuple(label for label, _ in choix), tuple(masque for _, masque in choix)

    def raffine(self, autre: Famille) -> bool:
        """Tell whether each cell of the other is a sum of cells of this one."""
        return all(
            all(sum(m for _, m in fins if m & gros == m) == gros for _, gros in larges)
            for fins, larges in zip(self.noeuds, autre.noeuds, strict=True)
        )


def familles_d_une_table(demande: Demande, table: TableVoulue) -> list[Famille]:
    """One family for each choice of a level in each dimension of the table."""
    choix = [table.niveaux.get(d.nom, (TOTAL,)) for d in demande.dimensions]
    return [_famille(demande, niveaux, table.ou) for niveaux in product(*choix)]


def _famille(demande: Demande, niveaux: Sequence[str], ou: Cellule) -> Famille:
    noeuds: list[tuple[tuple[str, int], ...]] = []
    for dim, niveau in zip(demande.dimensions, niveaux, strict=True):
        if dim.nom in ou and niveau == TOTAL:
            noeuds.append(((ou[dim.nom], dim.masque(ou[dim.nom])),))
            continue
        dedans = dim.masque(ou.get(dim.nom, TOTAL))
        lus = [(label, dim.masque(label)) for label in dim.labels(niveau)]
        noeuds.append(tuple((label, m) for label, m in lus if m & dedans == m))
    return Famille(tuple(noeuds))


def anterieures_placees(demande: Demande, avant: Anterieure) -> list[TableVoulue]:
    """The tables of an earlier publication where they stand among the dimensions of this demand."""
    place = demande.places.get(avant.demande.id, {})
    connues = {d.nom for d in demande.dimensions}
    for t in avant.demande.tables:
        if not {*t.dims, *t.ou} <= connues:
            raise DemandeIllisible(
                f"« {avant.demande.id} » a publié des dimensions que cette demande ne connaît pas."
            )
    return [
        TableVoulue(f"{avant.demande.id}:{t.id}", t.dims, t.niveaux, {**t.ou, **place})
        for t in avant.demande.tables
    ]


def familles_cachees(demande: Demande) -> list[Famille]:
    """The finest intersections that nobody publishes and that anyone may look for."""
    return [
        _famille(
            demande, ["detail" if d.nom in c.dims else TOTAL for d in demande.dimensions], c.ou
        )
        for c in demande.cachees
    ]


def relations(
    familles: list[Famille], rang: dict[Masques, int]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Each cell as the sum of the cells of the families that refine its own, with no family between."""
    n = len(familles)
    fins = [[i != j and familles[j].raffine(familles[i]) for j in range(n)] for i in range(n)]
    lues: dict[tuple[int, tuple[int, ...]], None] = {}
    for i in range(n):
        plus_fines = [j for j in range(n) if fins[i][j]]
        proches = [j for j in plus_fines if not any(fins[k][j] for k in plus_fines if k != j)]
        for j in proches:
            for cle, enfants in _sommes(familles[i], familles[j], rang):
                if enfants != (rang[cle],):
                    lues[rang[cle], enfants] = None
    return tuple(lues)


def _sommes(
    large: Famille, fine: Famille, rang: dict[Masques, int]
) -> Iterable[tuple[Masques, tuple[int, ...]]]:
    """Each cell of the larger family, with the cells of the finer one that make it."""
    dedans = [
        {gros: [m for _, m in fins if m & gros == m] for _, gros in larges}
        for larges, fins in zip(large.noeuds, fine.noeuds, strict=True)
    ]
    for _, cle in large.cellules():
        morceaux = product(*(d[m] for d, m in zip(dedans, cle, strict=True)))
        yield cle, tuple(rang[m] for m in morceaux)
