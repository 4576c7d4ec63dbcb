"""How far each sensitive cell must be able to go, and how the attacker's programme is pushed until it goes there."""

from __future__ import annotations

from random import Random

import numpy as np

from maillage.statistiques.rules.divulgation.attaque import RIEN, Attaque
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.sensibles import Probleme

TOURS, PEU = 40, 3  # tables that serve many; below, one by one is as quick


def largeur_due(probleme: Probleme) -> int:
    """How wide a sensitive cell must stay when figures are rounded."""
    return min(probleme.demande.base, probleme.demande.seuil) - 1


def voulu(probleme: Probleme, i: int) -> tuple[int, int]:
    """From where to where a cell must be able to go when figures are exact."""
    n, exigence = int(probleme.systeme.valeurs[i]), probleme.sensibles[i]
    return n - exigence.bas, n + exigence.haut


def tient(probleme: Probleme, a: Attaque, i: int) -> bool:
    """Tell whether the range met so far is as wide as this cell needs."""
    if probleme.demande.mode is Mode.ARRONDI:
        seul_groupe = probleme.sensibles[i].haut == 0
        return seul_groupe or a.haut[i] - a.bas[i] >= largeur_due(probleme) - RIEN
    bas, haut = voulu(probleme, i)
    return a.haut[i] >= haut - RIEN and a.bas[i] <= bas + RIEN


def but(probleme: Probleme, i: int, *, haut: bool) -> float:
    n = float(probleme.systeme.valeurs[i])
    if probleme.demande.mode is Mode.ARRONDI:
        return n + largeur_due(probleme) if haut else max(n - largeur_due(probleme), 0.0)
    return float(voulu(probleme, i)[haut])


def atteint(probleme: Probleme, a: Attaque, i: int, *, haut: bool) -> bool:
    if probleme.demande.mode is Mode.ARRONDI:
        return tient(probleme, a, i)
    bas, plus = voulu(probleme, i)
    return a.haut[i] >= plus - RIEN if haut else a.bas[i] <= bas + RIEN


def elargir(probleme: Probleme, a: Attaque) -> None:
    """Widen the ranges: many at once, some up and the others down, while it helps; then one by one.

    What is known fixes sums: cells rise only as others fall, and each table serves the few that its weights favour.
    """
    hasard = Random(1)  # noqa: S311 - a search, not a secret
    for _ in range(TOURS):
        haut, bas = _manques(probleme, a)
        besoins = len(haut) + len(bas)
        if besoins < PEU:
            break
        for i in set(haut) & set(bas):
            (haut if hasard.random() < 0.5 else bas).remove(i)
        poids = np.array([10 ** hasard.uniform(0, 2) for _ in range(len(haut) + len(bas))])
        buts = [{i: but(probleme, i, haut=h) for i in ou} for h, ou in ((True, haut), (False, bas))]
        a.pousser(buts[0], buts[1], poids)
        if besoins - sum(map(len, _manques(probleme, a))) < PEU:
            break
    for i in a.cibles:
        for sens in (True, False):
            if not atteint(probleme, a, i, haut=sens):
                a.pousser_une(i, haut=sens)


def _manques(probleme: Probleme, a: Attaque) -> tuple[list[int], list[int]]:
    """Targets that did not go up, and those that did not go down, as far as they need."""
    haut = [i for i in a.cibles if not atteint(probleme, a, i, haut=True)]
    return haut, [i for i in a.cibles if not atteint(probleme, a, i, haut=False)]
