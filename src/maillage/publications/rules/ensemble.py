"""The audit of a whole release: what its lots say together, each having been audited alone.

Lots that share axes agree on what they share, and that is all that binds them (running intersection): the unknowns of the attacker are
the inner cells of every lot, and what two lots share is counted alike in both, published or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maillage.statistiques.rules.divulgation.attaque import Attaque, ce_qui_est_connu
from maillage.statistiques.rules.divulgation.demande import Dimension
from maillage.statistiques.rules.divulgation.elargissement import elargir, tient
from maillage.statistiques.rules.divulgation.familles import Masques
from maillage.statistiques.rules.divulgation.sensibles import Exigence, Probleme
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice

Entiers = NDArray[np.int64]
Membres = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """What the audit of the whole found: how many sensitive cells, how many located too narrowly, in how many programmes."""

    cibles: int
    faibles: int
    programmes: int


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot: its problem, what it shows (nothing when its tables are in another one), what the past alone gives away."""

    probleme: Probleme
    valeurs: Mapping[int, int | None]
    perdues: frozenset[Masques] = frozenset()


@dataclass(frozen=True, slots=True)
class _Grille:
    """The inner cells of a lot that may hold somebody, those that nothing tells apart made one."""

    lot: Lot
    connues: tuple[tuple[Entiers, int, int], ...]
    cibles: tuple[tuple[Entiers, int, Exigence], ...]
    communs: tuple[Entiers, ...]  # what is shared with the lots before, one by one
    vers: tuple[Entiers, ...]  # the same, in each later lot that hangs from this one
    vraies: Entiers


def examiner(lots: Sequence[Lot]) -> Ensemble:
    """Attack the lots together. They are given in their order: each shares what it shares with one of those before."""
    liens = [_lien(lots, k) for k in range(len(lots))]
    grilles = [_grille(lots, liens, k) for k in range(len(lots))]
    debuts = np.cumsum([0, *(len(g.vraies) for g in grilles)])
    lignes: list[tuple[Entiers, NDArray[np.float64], float, float]] = []
    for g, ici in zip(grilles, debuts[:-1], strict=True):
        lignes += [
            (ou + ici, np.ones(len(ou)), float(max(b, 0)), float(h) if h < 1 << 59 else INFINI)
            for ou, b, h in g.connues
        ]
    rangs = [0] * len(grilles)
    for k, lien in enumerate(liens):
        if lien is None:
            continue
        parent, taille = lien[0], len(grilles[k].communs)
        la_bas = grilles[parent].vers[rangs[parent] : rangs[parent] + taille]
        rangs[parent] += taille
        for a, b in zip(grilles[k].communs, la_bas, strict=True):
            ou = np.concatenate([a + debuts[k], b + debuts[parent]])
            lignes.append((ou, np.concatenate([np.ones(len(a)), -np.ones(len(b))]), 0.0, 0.0))
    return _attaquer(grilles, debuts, lignes)


def _attaquer(
    grilles: list[_Grille],
    debuts: Entiers,
    lignes: list[tuple[Entiers, NDArray[np.float64], float, float]],
) -> Ensemble:
    cibles = [
        (ou + ici, vraie, exigence)
        for g, ici in zip(grilles, debuts[:-1], strict=True)
        for ou, vraie, exigence in g.cibles
    ]
    n, vraies = int(debuts[-1]), [float(v) for _, v, _ in cibles]
    matrice = Matrice(
        np.cumsum([0, *(len(ou) for ou, *_ in lignes)], dtype=np.int32),
        np.concatenate([*(ou for ou, *_ in lignes), np.zeros(0, np.int64)]).astype(np.int32),
        np.concatenate([*(v for _, v, *_ in lignes), np.zeros(0)]),
        n,
    )
    attaque = Attaque(
        np.ones(n, dtype=bool), matrice,
        np.array([b for *_, b, _ in lignes]), np.array([h for *_, h in lignes]),
        2.0 * float(max(int(g.vraies.sum()) for g in grilles)) + 1000, tuple(range(len(cibles))),
        {t: ou for t, (ou, *_) in enumerate(cibles)}, dict(enumerate(vraies)), dict(enumerate(vraies)),
    )  # fmt: skip
    if not attaque.noter(np.concatenate([g.vraies for g in grilles]).astype(np.float64)):
        raise AssertionError("the true counts must be possible")
    probleme = _comme_probleme(grilles[0].lot.probleme, cibles)
    elargir(probleme, attaque)
    faibles = sum(not tient(probleme, attaque, t) for t in attaque.cibles)
    return Ensemble(len(cibles), faibles, attaque.programmes)


def _comme_probleme(modele: Probleme, cibles: list[tuple[Entiers, int, Exigence]]) -> Probleme:
    valeurs = np.array([vraie for _, vraie, _ in cibles], dtype=np.int64)
    return replace(
        modele,
        systeme=replace(modele.systeme, valeurs=valeurs),
        sensibles={t: exigence for t, (*_, exigence) in enumerate(cibles)},
    )


def _lien(lots: Sequence[Lot], k: int) -> tuple[int, tuple[str, ...]] | None:
    """The lot before this one that holds all that it shares, and what that is: at least how many they are in all."""
    if not k:
        return None
    noms = [[d.nom for d in x.probleme.demande.dimensions] for x in lots]
    avant = {d for n in noms[:k] for d in n}
    communes = tuple(d for d in noms[k] if d in avant)
    return next((j, communes) for j in range(k) if set(communes) <= set(noms[j]))


def _grille(
    lots: Sequence[Lot],
    liens: Sequence[tuple[int, tuple[str, ...]] | None],
    k: int,
) -> _Grille:
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
    return _Grille(
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
