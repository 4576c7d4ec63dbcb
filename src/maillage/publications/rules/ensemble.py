"""The audit of a whole release: what its lots say together, each having been audited alone.

Lots that share axes agree on what they share, and that is all that binds them (running intersection): the unknowns of the attacker are
the inner cells of every lot, and what two lots share is counted alike in both, published or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from maillage.publications.rules.grilles import Entiers, Grille, Lot, grilles_des_lots
from maillage.statistiques.rules.divulgation.attaque import Attaque
from maillage.statistiques.rules.divulgation.elargissement import elargir, tient
from maillage.statistiques.rules.divulgation.sensibles import Exigence, Probleme
from maillage.statistiques.rules.divulgation.solveur import INFINI, Matrice, Reels

Ligne = tuple[Entiers, Reels, float, float]  # columns, their signs, and the two ends of the sum


@dataclass(frozen=True, slots=True)
class Ensemble:
    """What the audit of the whole found: how many sensitive cells, how many located too narrowly, in how many programmes."""

    cibles: int
    faibles: int
    programmes: int


def examiner(lots: Sequence[Lot]) -> Ensemble:
    """Attack the lots together. They are given in their order: each shares what it shares with one of those before."""
    grilles, liens = grilles_des_lots(lots)
    debuts = np.cumsum([0, *(len(g.vraies) for g in grilles)])
    lignes: list[Ligne] = []
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
    grilles: list[Grille],
    debuts: Entiers,
    lignes: list[Ligne],
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
