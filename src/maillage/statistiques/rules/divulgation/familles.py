"""Families of cells: one table at one level of each dimension, cells that do not overlap; and how they sum up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from maillage.statistiques.rules.divulgation.demande import (
    TOTAL,
    Cachees,
    Demande,
    Dimension,
    TableVoulue,
)

Noeuds = tuple[tuple[str, int], ...]  # labels and the modalities under them, as bits
Masques = tuple[int, ...]  # a set of modalities for each dimension


@dataclass(frozen=True, slots=True)
class Famille:
    """Cells that do not overlap: for each dimension, the disjoint sets of modalities shown, with their labels."""

    noeuds: tuple[Noeuds, ...]

    @property
    def masques(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(m for _, m in n) for n in self.noeuds)

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
    return [
        Famille(tuple(
            noeuds_de(d, niveau, d.masque(table.ou.get(d.nom, TOTAL)))
            for d, niveau in zip(demande.dimensions, niveaux, strict=True)
        ))
        for niveaux in product(*choix)
    ]  # fmt: skip


def noeuds_de(dim: Dimension, niveau: str, cadre: int) -> Noeuds:
    """The sets of modalities of a level, within a frame; the total is the frame itself."""
    if niveau == TOTAL:
        return ((TOTAL, cadre),)
    lus = [(label, dim.masque(label)) for label in dim.labels(niveau)]
    return tuple((label, m) for label, m in lus if m & cadre == m)


def familles_cachees(demande: Demande, cachees: Iterable[Cachees]) -> list[Famille]:
    """The finest intersections that nobody publishes and that anyone may look for."""
    return [
        Famille(tuple(
            noeuds_de(
                d, "detail" if d.nom in c.dims else TOTAL, d.masque(c.ou.get(d.nom, TOTAL))
            )
            for d in demande.dimensions
        ))
        for c in cachees
    ]  # fmt: skip


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
