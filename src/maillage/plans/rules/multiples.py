"""Small multiples: one panel for each viewpoint, all on the same scale and the same days. Geometry only, in units of SVG.

Place and shape tell, never colour alone: what cannot be told is an open dashed ring under the scale, joined to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.plans.rules.regards import ECHELLE, Evolution, Regard, RegardLu, derniers

LARGEUR, HAUTEUR = 100, 80
GAUCHE, DROITE, HAUT, PAS = 10, 90, 8, 16
SOUS = HAUT + PAS * len(ECHELLE)  # under the scale: what cannot be told
LIGNES = tuple((HAUT + PAS * i, e) for i, e in enumerate(ECHELLE))


@dataclass(frozen=True, slots=True)
class Point:
    """One viewpoint at its place. `hors`: what cannot be told, outside the scale."""

    x: int
    y: int
    evolution: Evolution
    le: date
    hors: bool


@dataclass(frozen=True, slots=True)
class Panneau:
    """The panel of one viewpoint. `traits`: pieces of line, as `x,y x,y`; broken where nothing can be told."""

    regard: Regard
    points: tuple[Point, ...]
    traits: tuple[str, ...]
    phrase: str

    @property
    def vide(self) -> bool:
        return not self.points


def panneaux(regards: Iterable[RegardLu]) -> tuple[Panneau, ...]:
    """One panel for each viewpoint, silent ones too: that nobody asked the child is an information."""
    dits = sorted(regards, key=lambda r: r.le)
    jours = (dits[0].le, dits[-1].le) if dits else None
    return tuple(_panneau(r, [d for d in dits if d.regard is r], jours) for r in Regard)


def _panneau(regard: Regard, dits: list[RegardLu], jours: tuple[date, date] | None) -> Panneau:
    points = tuple(
        Point(_x(d.le, jours), _y(d.evolution), d.evolution, d.le, d.evolution not in ECHELLE)
        for d in dits
        if jours
    )
    return Panneau(regard, points, tuple(_traits(points)), _phrase(regard, dits))


def _x(le: date, jours: tuple[date, date]) -> int:
    premier, dernier = jours
    duree = (dernier - premier).days
    if duree == 0:
        return (GAUCHE + DROITE) // 2
    return GAUCHE + round((DROITE - GAUCHE) * (le - premier).days / duree)


def _y(evolution: Evolution) -> int:
    return HAUT + PAS * ECHELLE.index(evolution) if evolution in ECHELLE else SOUS


def _traits(points: tuple[Point, ...]) -> list[str]:
    """A line joins what follows; a day when nothing can be told breaks it."""
    traits: list[list[Point]] = [[]]
    for p in points:
        if p.hors:
            traits.append([])
        else:
            traits[-1].append(p)
    return [" ".join(f"{p.x},{p.y}" for p in t) for t in traits if len(t) > 1]


def _phrase(regard: Regard, dits: list[RegardLu]) -> str:
    """The panel told in words, for who does not see it."""
    if not dits:
        return f"{regard.libelle} : personne ne l’a encore noté."
    fin = derniers(dits)[0]
    fois = f"{len(dits)} fois" if len(dits) > 1 else "une fois"
    return f"{regard.libelle} : noté {fois}, en dernier « {fin.evolution.libelle} », le {fin.le:%d/%m/%Y}."
