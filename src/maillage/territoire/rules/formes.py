"""Shapes of a file, examined one by one: what is refused, what is repaired and by how much.

Degrees of WGS84, longitude first (GeoJSON, RFC 7946). Nothing is guessed: swapped or metric coordinates are named and refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maillage.territoire.rules.constats import Constat, Gravite
from maillage.territoire.rules.projection import METROPOLE, projeter, territoire_de

SOMMETS_AU_PLUS = 200_000
PART_NOTABLE = 0.01  # a repair that moves more of the area than this is shown first
HECTARE = 10_000.0
LONGITUDE, LATITUDE = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Examinee:
    """A shape that may be kept, in degrees, or none; and what was noticed."""

    forme: BaseGeometry | None
    constat: Constat | None = None
    reparee: bool = False


def projetee(forme: BaseGeometry) -> BaseGeometry:
    """The same shape in metres of the plane."""
    plate: BaseGeometry = shapely.transform(
        forme, lambda c: np.column_stack(projeter(c[:, 0], c[:, 1]))
    )
    return plate


def hectares(forme: BaseGeometry) -> float:
    """The area of a shape in degrees."""
    return float(projetee(forme).area) / HECTARE


def examiner(code: str, forme: BaseGeometry | None) -> Examinee:
    """Look at one shape."""
    if forme is None or forme.is_empty:
        return _refusee(code, "forme_vide", "La zone n'a pas de forme.")
    if forme.geom_type not in {"Polygon", "MultiPolygon"}:
        return _refusee(
            code, "pas_une_surface", "La zone est faite de points ou de lignes, pas de surfaces."
        )
    coins = shapely.get_coordinates(forme)
    if len(coins) > SOMMETS_AU_PLUS:
        return _refusee(code, "trop_de_sommets", "La zone a trop de sommets pour être lue.")
    lieu = _lieu(coins)
    if lieu is not None:
        return _refusee(code, *lieu)
    if forme.is_valid:
        return Examinee(forme)
    return _reparer(code, forme)


def _refusee(code: str, raison: str, phrase: str) -> Examinee:
    return Examinee(None, Constat(raison, Gravite.REFUS, phrase, (code,)))


def _lieu(coins: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[str, str] | None:
    """Why these coordinates are not degrees of France; None when they are."""
    if not np.isfinite(coins).all():
        return "coordonnee_illisible", "Une coordonnée n'est pas un nombre."
    if np.abs(coins[:, 0]).max() > LONGITUDE or np.abs(coins[:, 1]).max() > LATITUDE:
        return (
            "projection",
            "Les coordonnées sont en mètres\u00a0: il faut des degrés (WGS84), longitude d'abord.",
        )
    (lon, lat) = coins[0]
    territoire = territoire_de(lon, lat)
    if territoire is not None and territoire.contient(coins[:, 0], coins[:, 1]).all():
        return None
    if territoire is None and METROPOLE.contient(coins[:, 1], coins[:, 0]).all():
        return (
            "inversees",
            "La latitude est écrite avant la longitude\u00a0: il faut la longitude d'abord.",
        )
    return "hors_de_france", "La zone n'est pas en France."


def _reparer(code: str, forme: BaseGeometry) -> Examinee:
    """Untie a border that crosses itself; the area that changes is told."""
    saine = shapely.make_valid(forme, method="structure", keep_collapsed=False)
    if saine.is_empty or saine.geom_type not in {"Polygon", "MultiPolygon"}:
        return _refusee(code, "irreparable", "Le contour se croise et ne peut pas être réparé.")
    avant, apres = abs(projetee(forme).area), projetee(saine).area
    part = abs(apres - avant) / apres if apres else 1.0
    gravite = Gravite.ATTENTION if part > PART_NOTABLE else Gravite.INFORMATION
    ecart = f"{(apres - avant) / HECTARE:+.2f}".replace(".", ",")
    pourcent = f"{100 * part:.1f}".replace(".", ",")
    phrase = (
        f"Le contour se croise\u00a0: il a été réparé, la surface change de {ecart}\u00a0ha "
        f"({pourcent}\u00a0%)."
    )
    return Examinee(saine, Constat("reparee", gravite, phrase, (code,)), reparee=True)
