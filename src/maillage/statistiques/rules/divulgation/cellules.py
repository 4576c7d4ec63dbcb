"""The cells of a demand as sums of inner cells, and the relations between them.

The inner cells are the finest combinations that the families tell apart, those known impossible left out; a cell of a family is a
set of inner cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.demande import Demande, DemandeIllisible
from maillage.statistiques.rules.divulgation.familles import Famille, Masques, relations

TROP = 3_000_000  # inner cells, before those known impossible are left out
Entiers = NDArray[np.int64]


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


def systeme(demande: Demande, familles: Iterable[Famille]) -> Systeme:
    """Build the cells of these families, their true counts and the relations between them."""
    par_masques = {f.masques: f for f in familles}
    uniques = list(par_masques.values())
    rang: dict[Masques, int] = {}
    for f in uniques:
        for _, cle in f.cellules():
            rang.setdefault(cle, len(rang))
    classes, classe_de = _classes(demande, uniques)
    if math.prod(map(len, classes)) > TROP:
        raise DemandeIllisible(
            f"Trop de croisements ({math.prod(map(len, classes))}, au plus {TROP}) :"
            " demandez moins de dimensions à la fois, ou des niveaux plus larges."
        )
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
        tuple(rang), tuple(appartient), valeurs, interieur, relations(uniques, rang), rang
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
