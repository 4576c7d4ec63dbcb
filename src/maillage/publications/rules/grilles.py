"""The inner cells of each lot of a release, and what binds the lots: what they share is counted alike in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.attaque import ce_qui_est_connu
from maillage.statistiques.rules.divulgation.demande import Dimension
from maillage.statistiques.rules.divulgation.familles import Masques
from maillage.statistiques.rules.divulgation.sensibles import Exigence, Probleme

Entiers = NDArray[np.int64]
Membres = NDArray[np.bool_]
Lien = tuple[int, tuple[str, ...]]  # an earlier lot, and the axes shared with it


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot: its problem, what it shows (nothing when its tables are in another one), what the past alone gives away."""

    probleme: Probleme
    valeurs: Mapping[int, int | None]
    perdues: frozenset[Masques] = frozenset()


@dataclass(frozen=True, slots=True)
class Grille:
    """The inner cells of a lot that may hold somebody, those that nothing tells apart made one."""

    lot: Lot
    connues: tuple[tuple[Entiers, int, int], ...]
    cibles: tuple[tuple[Entiers, int, Exigence], ...]
    communs: tuple[Entiers, ...]  # what is shared with the lots before, one by one
    vers: tuple[Entiers, ...]  # the same, in each later lot that hangs from this one
    vraies: Entiers


def grilles_des_lots(lots: Sequence[Lot]) -> tuple[list[Grille], list[Lien | None]]:
    """The inner cells of each lot, and the link of each with one before it."""
    liens = [_lien(lots, k) for k in range(len(lots))]
    return [_grille(lots, liens, k) for k in range(len(lots))], liens


def _lien(lots: Sequence[Lot], k: int) -> Lien | None:
    """The lot before this one that holds all that it shares, and what that is: at least how many they are in all."""
    if not k:
        return None
    noms = [[d.nom for d in x.probleme.demande.dimensions] for x in lots]
    avant = {d for n in noms[:k] for d in n}
    communes = tuple(d for d in noms[k] if d in avant)
    return next((j, communes) for j in range(k) if set(communes) <= set(noms[j]))


def _grille(
    lots: Sequence[Lot],
    liens: Sequence[Lien | None],
    k: int,
) -> Grille:
    p = lots[k].probleme
    dims = p.demande.dimensions
    grille = np.indices([len(d.modalites) for d in dims]).reshape(len(dims), -1)
    ouvertes = np.ones(grille.shape[1], dtype=bool)
    for zero in p.demande.zeros:
        ouvertes &= ~_dans(dims, grille, tuple(d.masque(zero.get(d.nom, "total")) for d in dims))
    connues = ce_qui_est_connu(p, lots[k].valeurs)
    cles = p.systeme.cles
    for i, (_, haut) in connues.items():
        if haut <= 0:
            ouvertes &= ~_dans(dims, grille, cles[i])
    grille = grille[:, ouvertes]
    cibles = [i for i in p.sensibles if cles[i] not in lots[k].perdues]
    lien = liens[k]
    communs = _tranches(dims, grille, lien[1]) if lien else []
    vers = [t for x in liens if x and x[0] == k for t in _tranches(dims, grille, x[1])]
    sues = [i for i, (_, haut) in connues.items() if haut > 0]
    membres = [*(_dans(dims, grille, cles[i]) for i in (*sues, *cibles)), *communs, *vers]
    fondus, vraies = _fondre(membres, _vraies(p, dims, ouvertes))
    a, b = len(sues), len(sues) + len(cibles)
    return Grille(
        lots[k],
        tuple((ou, *connues[i]) for ou, i in zip(fondus[:a], sues, strict=True)),
        tuple(
            (ou, int(p.systeme.valeurs[i]), p.sensibles[i])
            for ou, i in zip(fondus[a:b], cibles, strict=True)
        ),
        tuple(fondus[b : b + len(communs)]),
        tuple(fondus[b + len(communs) :]),
        vraies,
    )


def _dans(dims: Sequence[Dimension], grille: Entiers, masques: tuple[int, ...]) -> Membres:
    dedans = np.ones(grille.shape[1], dtype=bool)
    for d, rangs, masque in zip(dims, grille, masques, strict=True):
        dedans &= np.array([bool(masque >> m & 1) for m in range(len(d.modalites))])[rangs]
    return dedans


def _tranches(
    dims: Sequence[Dimension], grille: Entiers, communes: tuple[str, ...]
) -> list[Membres]:
    """One slice for each combination of what two lots share, in an order that both follow."""
    par_nom = {d.nom: (d, rangs) for d, rangs in zip(dims, grille, strict=True)}
    tranches = [np.ones(grille.shape[1], dtype=bool)]
    for nom in communes:
        d, rangs = par_nom[nom]
        tranches = [t & (rangs == m) for t in tranches for m in range(len(d.modalites))]
    return tranches


def _vraies(p: Probleme, dims: Sequence[Dimension], ouvertes: Membres) -> Entiers:
    tailles = [len(d.modalites) for d in dims]
    place = [{m: i for i, m in enumerate(d.modalites)} for d in dims]
    vraies = np.zeros(len(ouvertes), dtype=np.int64)
    for codes, n in p.demande.comptes:
        ou = tuple(place[i][c] for i, c in enumerate(codes))
        vraies[np.ravel_multi_index(ou, tailles)] += n
    return vraies[ouvertes]


def _fondre(membres: list[Membres], vraies: Entiers) -> tuple[list[Entiers], Entiers]:
    """Inner cells that belong to the very same sets are one."""
    tout = np.stack(membres) if membres else np.zeros((1, len(vraies)), dtype=bool)
    uniques, inverse = np.unique(tout, axis=1, return_inverse=True)
    sommes = np.bincount(inverse.ravel(), weights=vraies, minlength=uniques.shape[1])
    return [np.flatnonzero(ligne) for ligne in uniques][: len(membres)], sommes.round().astype(
        np.int64
    )
