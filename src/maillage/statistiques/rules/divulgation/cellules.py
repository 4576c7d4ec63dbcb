"""The cells of a demand as sums of inner cells, and the relations between them.

A family is one table at one level of each dimension: cells that do not overlap. The inner cells are the finest combinations
that the families tell apart, those known impossible left out; a cell of a family is a set of inner cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.demande import (
    TOTAL,
    Anterieure,
    Cellule,
    Demande,
    DemandeIllisible,
    TableVoulue,
)

Masques = tuple[int, ...]  # a set of modalities for each dimension
Entiers = NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Systeme:
    """Every cell of a demand. `appartient[f]` gives, for each inner cell, the cell of family f that holds it, or -1.

    `valeurs`: true counts of the cells; `interieur`: true counts of the inner cells; `relations`: (parent, children).
    """

    cles: tuple[Masques, ...]
    appartient: tuple[Entiers, ...]
    valeurs: Entiers
    interieur: Entiers
    relations: tuple[tuple[int, tuple[int, ...]], ...]
    rang: dict[Masques, int]

    @property
    def nombre(self) -> int:
        return len(self.cles)

    def vides(self) -> set[int]:
        """Cells that hold no possible inner cell: known to be zero by everyone."""
        pleines: set[int] = set()
        for a in self.appartient:
            pleines.update(np.unique(a[a >= 0]).tolist())
        return set(range(self.nombre)) - pleines


def familles_d_une_table(demande: Demande, table: TableVoulue) -> list[Famille]:
    """One family for each choice of a level in each dimension of the table."""
    choix = [table.niveaux.get(d.nom, (TOTAL,)) for d in demande.dimensions]
    return [_famille(demande, niveaux, table.ou) for niveaux in product(*choix)]


def _famille(demande: Demande, niveaux: Sequence[str], ou: Cellule) -> Famille:
    noeuds = []
    for dim, niveau in zip(demande.dimensions, niveaux, strict=True):
        if dim.nom in ou and niveau == TOTAL:
            noeuds.append(((ou[dim.nom], dim.masque(ou[dim.nom])),))
            continue
        dedans = dim.masque(ou.get(dim.nom, TOTAL))
        lus = [(label, dim.masque(label)) for label in dim.labels(niveau)]
        noeuds.append(tuple((label, m) for label, m in lus if m & dedans == m))
    return Famille(tuple(noeuds))


def tables_anterieures(demande: Demande, avant: Anterieure) -> list[TableVoulue]:
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


def systeme(demande: Demande, familles: Iterable[Famille]) -> Systeme:
    """Build the cells of these families, their true counts and the relations between them."""
    par_masques = {tuple(tuple(m for _, m in n) for n in f.noeuds): f for f in familles}
    uniques = list(par_masques.values())
    rang: dict[Masques, int] = {}
    for f in uniques:
        for _, cle in f.cellules():
            rang.setdefault(cle, len(rang))
    classes, classe_de = _classes(demande, uniques)
    grille = np.indices([len(c) for c in classes]).reshape(len(classes), -1)
    grille = grille[:, _possibles(demande, classes, grille)]
    appartient = [_appartenance(f, classes, grille, rang) for f in uniques]
    interieur = _comptes(demande, classe_de, classes, grille)
    appartient, interieur = _fondre(appartient, interieur)
    valeurs = np.zeros(len(rang), dtype=np.int64)
    vues = np.zeros(len(rang), dtype=bool)
    for a in appartient:
        dedans = a >= 0
        sommes = np.bincount(a[dedans], weights=interieur[dedans], minlength=len(rang))
        touchees = np.bincount(a[dedans], minlength=len(rang)) > 0
        valeurs[touchees & ~vues] = sommes[touchees & ~vues].round().astype(np.int64)
        vues |= touchees
    return Systeme(
        tuple(rang), tuple(appartient), valeurs, interieur, _relations(uniques, rang), rang
    )


def _classes(
    demande: Demande, familles: list[Famille]
) -> tuple[list[list[int]], list[dict[int, int]]]:
    """For each dimension, the modalities that nothing tells apart, together; and the class of each modality."""
    classes, classe_de = [], []
    for rang, dim in enumerate(demande.dimensions):
        masques = {m for f in familles for _, m in f.noeuds[rang]}
        masques |= {dim.masque(z[dim.nom]) for z in demande.zeros if dim.nom in z}
        ordre = sorted(masques)
        signes: dict[tuple[bool, ...], list[int]] = {}
        for i in range(len(dim.modalites)):
            signes.setdefault(tuple(bool(m >> i & 1) for m in ordre), []).append(i)
        classes.append([sum(1 << i for i in dedans) for dedans in signes.values()])
        classe_de.append({i: c for c, dedans in enumerate(signes.values()) for i in dedans})
    return classes, classe_de


def _possibles(demande: Demande, classes: list[list[int]], grille: Any) -> NDArray[np.bool_]:
    """Inner cells that no structural zero forbids."""
    permis = np.ones(grille.shape[1], dtype=bool)
    for zero in demande.zeros:
        vise = np.ones(grille.shape[1], dtype=bool)
        for rang, dim in enumerate(demande.dimensions):
            if dim.nom in zero:
                masque = dim.masque(zero[dim.nom])
                dedans = np.array([bool(c & masque) for c in classes[rang]])
                vise &= dedans[grille[rang]]
        permis &= ~vise
    return permis


def _appartenance(
    famille: Famille, classes: list[list[int]], grille: Any, rang: dict[Masques, int]
) -> Entiers:
    """For each inner cell, the cell of the family that holds it, or -1."""
    tailles = [len(n) for n in famille.noeuds]
    index = np.zeros(grille.shape[1], dtype=np.int64)
    dedans = np.ones(grille.shape[1], dtype=bool)
    for d, noeuds in enumerate(famille.noeuds):
        place = np.array(
            [next((k for k, (_, m) in enumerate(noeuds) if c & m), -1) for c in classes[d]]
        )
        dedans &= place[grille[d]] >= 0
        index = index * tailles[d] + place[grille[d]]
    cellules = np.array([rang[cle] for _, cle in famille.cellules()] or [0], dtype=np.int64)
    return np.where(dedans, cellules[np.where(dedans, index, 0)], -1)


def _comptes(
    demande: Demande, classe_de: list[dict[int, int]], classes: list[list[int]], grille: Any
) -> Entiers:
    """True counts of the inner cells; a count where nothing is possible contradicts the demand."""
    tailles = [len(c) for c in classes]
    place = np.full(int(np.prod(tailles)), -1, dtype=np.int64)
    place[np.ravel_multi_index(tuple(grille), tailles)] = np.arange(grille.shape[1])
    interieur = np.zeros(grille.shape[1], dtype=np.int64)
    rangs = [{m: i for i, m in enumerate(d.modalites)} for d in demande.dimensions]
    for labels, n in demande.comptes:
        try:
            ou = tuple(classe_de[d][rangs[d][label]] for d, label in enumerate(labels))
        except KeyError as inconnu:
            raise DemandeIllisible(f"Un compte porte une valeur inconnue : {inconnu}.") from None
        ici = place[np.ravel_multi_index(ou, tailles)]
        if ici < 0:
            if n:
                raise DemandeIllisible(f"Un compte est dans un zéro de structure : {labels}.")
            continue
        interieur[ici] += n
    return interieur


def _fondre(appartient: list[Entiers], interieur: Entiers) -> tuple[list[Entiers], Entiers]:
    """Inner cells that belong to the very same cells are one; those that belong to none are left out."""
    tout = np.stack(appartient)
    gardes = (tout >= 0).any(axis=0)
    uniques, inverse = np.unique(tout[:, gardes], axis=1, return_inverse=True)
    sommes = np.bincount(inverse.ravel(), weights=interieur[gardes], minlength=uniques.shape[1])
    return list(uniques), sommes.round().astype(np.int64)


def _relations(
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
