"""What became of each zone from one generation to the next, by the areas they share.

Thresholds. Under ALEA of the smaller zone, a shared area is the noise of two drawings of one street: it is not a link.
A zone is kept when each side covers INCHANGEE of the other: borders moved by their drawing only. One new zone that
stands on several old ones is a merger; several new ones on one old are a split; a single link is a modification.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from maillage.territoire.rules.zones import Zone

ALEA = 0.02
INCHANGEE = 0.98
RECOUVREMENT = 1.0  # square metres: under it, two zones of one generation only touch


class Devenir(StrEnum):
    """What became of a zone."""

    CONSERVEE = "conservee"
    MODIFIEE = "modifiee"
    DIVISEE = "divisee"
    FUSIONNEE = "fusionnee"
    DISPARUE = "disparue"
    NOUVELLE = "nouvelle"


@dataclass(frozen=True, slots=True)
class Lien:
    """An area shared by an old and a new zone: its part of each."""

    avant: str
    apres: str
    part_d_avant: float
    part_d_apres: float


@dataclass(frozen=True, slots=True)
class Filiation:
    """One line of the comparison. `reste`: part of the old area that no new zone covers."""

    devenir: Devenir
    avant: tuple[str, ...]
    apres: tuple[str, ...]
    liens: tuple[Lien, ...] = ()
    reste: float = 0.0


@dataclass(frozen=True, slots=True)
class Recouvrement:
    """Two zones of one generation that share an area."""

    une: str
    autre: str
    metres_carres: float
    part: float  # of the smaller


def filiations(avant: Sequence[Zone], apres: Sequence[Zone]) -> tuple[Filiation, ...]:
    """Match two generations: each zone of both is in one line."""
    liens = _liens(avant, apres)
    groupes = _groupes([z.code for z in avant], [z.code for z in apres], liens)
    reste = _restes(avant, apres)
    lignes = [_ligne(a, b, liens_du_groupe, reste) for a, b, liens_du_groupe in groupes]
    return tuple(sorted(lignes, key=lambda f: (f.avant or f.apres, f.apres)))


def recouvrements(zones: Sequence[Zone]) -> tuple[Recouvrement, ...]:
    """Zones of one generation that overlap: a point of the shared area is in both."""
    formes = np.array([z.forme for z in zones], object)
    trouves = []
    for i, j in _croisees(zones, zones):
        if (
            i < j
            and (aire := float(shapely.area(shapely.intersection(formes[i], formes[j]))))
            > RECOUVREMENT
        ):
            petite = min(formes[i].area, formes[j].area)
            trouves.append(Recouvrement(zones[i].code, zones[j].code, aire, aire / petite))
    return tuple(sorted(trouves, key=lambda r: (r.une, r.autre)))


def _croisees(avant: Sequence[Zone], apres: Sequence[Zone]) -> list[tuple[int, int]]:
    if not avant or not apres:
        return []
    arbre = shapely.STRtree([z.forme for z in apres])
    i, j = arbre.query(np.array([z.forme for z in avant], object), predicate="intersects")
    return sorted(zip(i.tolist(), j.tolist(), strict=True))


def _liens(avant: Sequence[Zone], apres: Sequence[Zone]) -> list[Lien]:
    liens = []
    for i, j in _croisees(avant, apres):
        a, b = avant[i].forme, apres[j].forme
        aire = float(shapely.area(shapely.intersection(a, b)))
        if aire > ALEA * min(a.area, b.area):
            liens.append(Lien(avant[i].code, apres[j].code, aire / a.area, aire / b.area))
    return liens


def _restes(avant: Sequence[Zone], apres: Sequence[Zone]) -> Mapping[str, float]:
    """The part of each old zone that the new map does not cover, whatever covers it."""
    par_zone: dict[int, list[int]] = defaultdict(list)
    for i, j in _croisees(avant, apres):
        par_zone[i].append(j)
    restes = {z.code: 1.0 for z in avant}
    for i, autres in par_zone.items():
        ensemble = shapely.union_all([apres[j].forme for j in autres])
        hors = shapely.area(shapely.difference(avant[i].forme, ensemble))
        restes[avant[i].code] = float(hors / avant[i].forme.area)
    return restes


def _groupes(
    avant: Sequence[str], apres: Sequence[str], liens: Sequence[Lien]
) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[Lien, ...]]]:
    """Zones tied to each other, directly or through a neighbour."""
    chef: dict[tuple[int, str], tuple[int, str]] = {(0, c): (0, c) for c in avant}
    chef.update({(1, c): (1, c) for c in apres})

    def racine(noeud: tuple[int, str]) -> tuple[int, str]:
        while chef[noeud] != noeud:
            noeud = chef[noeud]
        return noeud

    for lien in liens:
        chef[racine((0, lien.avant))] = racine((1, lien.apres))
    membres: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for noeud in chef:
        membres[racine(noeud)].append(noeud)
    return [
        (
            tuple(sorted(c for cote, c in groupe if cote == 0)),
            tuple(sorted(c for cote, c in groupe if cote == 1)),
            tuple(x for x in liens if racine((0, x.avant)) == tete),
        )
        for tete, groupe in membres.items()
    ]


def _ligne(
    avant: tuple[str, ...],
    apres: tuple[str, ...],
    liens: tuple[Lien, ...],
    restes: Mapping[str, float],
) -> Filiation:
    reste = max((restes[c] for c in avant), default=0.0)
    if not apres:
        return Filiation(Devenir.DISPARUE, avant, apres, liens, reste)
    if not avant:
        return Filiation(Devenir.NOUVELLE, avant, apres)
    if len(avant) > 1:  # several old ones on one or several new: what was apart is together
        return Filiation(Devenir.FUSIONNEE, avant, apres, liens, reste)
    if len(apres) > 1:
        return Filiation(Devenir.DIVISEE, avant, apres, liens, reste)
    memes = min(liens[0].part_d_avant, liens[0].part_d_apres) >= INCHANGEE
    return Filiation(Devenir.CONSERVEE if memes else Devenir.MODIFIEE, avant, apres, liens, reste)
