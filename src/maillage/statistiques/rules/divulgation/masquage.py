"""Secondary suppression: which cells to hide so that nobody can locate a sensitive one (mode «secret»).

One linear programme for each sensitive cell and direction finds the cheapest other table that agrees with what is published:
a witness. Every cell that a witness moves is suppressed; witnesses of others spare most programmes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random

import numpy as np

from maillage.statistiques.rules.divulgation.exact import PEU_DE_CELLULES, prouver
from maillage.statistiques.rules.divulgation.mouvements import (
    PRESQUE_RIEN,
    RIEN,
    Besoin,
    Mouvements,
    besoins,
    poids,
)
from maillage.statistiques.rules.divulgation.sensibles import Probleme
from maillage.statistiques.rules.divulgation.solveur import Reels, SansReponse


@dataclass(slots=True)
class Masque:
    """What is suppressed among the cells to publish, and the witnesses that protect each need.

    `hors_d_atteinte`: needs that earlier publications already deny, whatever is hidden now. `prouve`: nothing less would do.
    `borne`: no mask costs less, as far as the relations between cells tell.
    """

    supprimees: set[int]
    temoins: dict[Besoin, Reels] = field(default_factory=dict)
    hors_d_atteinte: set[Besoin] = field(default_factory=set)
    programmes: int = 0
    prouve: bool = False
    borne: float = 0.0


def masquer(probleme: Probleme, *, secondes: float = 10.0, graine: int = 0) -> Masque:
    """The best mask found within the budget: several drawings of costs, then what can be shown again is shown."""
    mouvements, base = Mouvements(probleme), poids(probleme)
    fin = time.monotonic() + secondes
    preuve = probleme.systeme.nombre <= PEU_DE_CELLULES
    assez = fin - secondes / 2 if preuve else fin  # the other half is for the proof
    meilleur = reduire(probleme, mouvements, _premier(probleme, mouvements, base), base, assez)
    hasard = Random(graine)  # noqa: S311 - a search, not a secret
    for _ in range(6):
        if time.monotonic() > assez or not meilleur.temoins:
            break
        tires = base * np.array([hasard.uniform(0.85, 1.15) for _ in base])
        tires[sorted(meilleur.supprimees)] *= 0.7
        autre = reduire(probleme, mouvements, _premier(probleme, mouvements, tires), base, assez)
        if cout(autre, base) < cout(meilleur, base):
            meilleur = autre
    return _au_mieux(probleme, mouvements, meilleur, base, fin)


def _au_mieux(
    probleme: Probleme, mouvements: Mouvements, masque: Masque, base: Reels, fin: float
) -> Masque:
    """On small tables, the least that can be hidden, if the time left allows to prove it."""
    if not masque.temoins or probleme.systeme.nombre > PEU_DE_CELLULES:
        return masque
    obligees = (set(probleme.sensibles) | probleme.tues) & (probleme.publiables - probleme.fixees)
    libres = sorted(probleme.publiables - probleme.fixees - obligees)
    couts = np.zeros(len(base))
    couts[libres] = base[libres]
    tenus = [b for b in besoins(probleme) if b not in masque.hors_d_atteinte]
    preuve = prouver(mouvements, couts, tenus, fin)
    masque.borne = preuve.borne + float(base[sorted(obligees)].sum())
    if preuve.supprimees is not None:
        masque.prouve = True
        if masque.borne < cout(masque, base) - PRESQUE_RIEN:
            masque.supprimees = obligees | preuve.supprimees
    return masque


def cout(masque: Masque, couts: Reels) -> float:
    return float(couts[sorted(masque.supprimees)].sum())


def _premier(probleme: Probleme, mouvements: Mouvements, couts: Reels) -> Masque:
    """The heuristic proper: need after need, the cheapest witness."""
    publiables = probleme.publiables - probleme.fixees
    masque = Masque(
        {i for i in probleme.sensibles if i in publiables} | (probleme.tues & publiables)
    )
    libres = np.ones(len(couts), dtype=bool)
    libres[sorted(publiables)] = False
    courants = np.where(libres, PRESQUE_RIEN, couts)
    courants[sorted(masque.supprimees)] = PRESQUE_RIEN
    for besoin in besoins(probleme):
        if besoin in masque.temoins:
            continue
        masque.programmes += 1
        try:
            mouvement = mouvements.chercher(besoin, courants)
        except SansReponse:
            masque.hors_d_atteinte.add(besoin)
            continue
        for i in np.flatnonzero(np.abs(mouvement) > RIEN):
            if i in publiables and i not in masque.supprimees:
                masque.supprimees.add(int(i))
                courants[i] = PRESQUE_RIEN
        _noter(probleme, masque, mouvement)
    return masque


def _noter(probleme: Probleme, masque: Masque, mouvement: Reels) -> None:
    """A movement is a witness of every need that it meets."""
    for i, exigence in probleme.sensibles.items():
        if exigence.haut and mouvement[i] >= exigence.haut - RIEN:
            masque.temoins.setdefault((i, exigence.haut), mouvement)
        if exigence.bas and mouvement[i] <= -exigence.bas + RIEN:
            masque.temoins.setdefault((i, -exigence.bas), mouvement)


def reduire(
    probleme: Probleme, mouvements: Mouvements, masque: Masque, couts: Reels, fin: float
) -> Masque:
    """Show again the secondaries that nothing needs, the most missed first, until the time is over."""
    obligees = set(probleme.sensibles) | probleme.tues
    essais = couts.copy()  # a new witness had better move what is hidden anyway
    essais[[i for i in range(len(couts)) if i in obligees or i not in probleme.publiables]] = (
        PRESQUE_RIEN
    )
    reserve = list({id(m): m for m in masque.temoins.values()}.values())
    for i in sorted(masque.supprimees - obligees, key=lambda j: -couts[j]):
        if time.monotonic() > fin:
            break
        reserve = _rendre(probleme, mouvements, masque, i, (essais, reserve))
    return masque


def _rendre(
    probleme: Probleme,
    mouvements: Mouvements,
    masque: Masque,
    i: int,
    moyens: tuple[Reels, list[Reels]],
) -> list[Reels]:
    """Show a cell again if every need that moved it has another witness: one met before, or a new one.

    `moyens`: costs for new ones, and those met before that move nothing shown; what is left of them is given back.
    """
    couts, reserve = moyens
    touches = [b for b, m in masque.temoins.items() if abs(m[i]) > RIEN]
    visibles = (probleme.publiables - masque.supprimees) | {i}
    gardes = [m for m in reserve if abs(m[i]) <= RIEN]
    neufs: list[Reels] = []
    nouveaux: dict[Besoin, Reels] = {}
    for besoin in touches:
        temoin = next((m for m in (*neufs, *gardes) if _sert(m, besoin)), None)
        if temoin is None:
            masque.programmes += 1
            try:
                temoin = mouvements.chercher(besoin, couts, visibles)
            except SansReponse:
                return reserve + neufs
            neufs.append(temoin)
        nouveaux[besoin] = temoin
    masque.supprimees.discard(i)
    masque.temoins.update(nouveaux)
    return gardes + neufs


def _sert(mouvement: Reels, besoin: Besoin) -> bool:
    cellule, pas = besoin
    return bool(mouvement[cellule] * np.sign(pas) >= abs(pas) - RIEN)
