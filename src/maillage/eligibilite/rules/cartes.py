"""A map read from GeoJSON, for the command line: official QPV layout, or any polygons that bear a code.

What had to be repaired or left is told. A file whose every position is outside France is refused: wrong projection, or
swapped coordinates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maillage.eligibilite.rules.fonds import Couche, Fond
from maillage.eligibilite.rules.tableaux import FichierIllisible, decoder
from maillage.territoire.rules.projection import projeter
from maillage.territoire.rules.zones import Zone

CODES = ("code_qp", "code_zus", "code_zone", "code", "id", "fid")
NOMS = ("lib_qp", "lib_zus", "libelle", "nom", "name", "label")
COMMUNES = ("insee_com", "code_commune", "code_insee", "insee", "lib_com", "commune")
GENERATIONS = ("generation", "millesime", "annee")
GENRES = ("genre", "type", "categorie", "nature")
SURFACES = ("Polygon", "MultiPolygon")
PAS = (
    0.0005  # degrees: a longer edge, straight in degrees, is bent by the projection (30 cm in 4 km)
)


@dataclass(frozen=True, slots=True)
class CarteLue:
    """The map, and what is to be known of its file."""

    fond: Fond
    avertissements: tuple[str, ...]


def lire_carte(octets: bytes, nom: str) -> CarteLue:
    """Read a GeoJSON map in degrees (CRS84). Raises FichierIllisible."""
    try:
        lu = json.loads(decoder(octets))
    except ValueError as faute:
        raise FichierIllisible(f"La carte {nom} n'est pas du JSON lisible ({faute}).") from None
    objets = list(_objets(lu))
    if not objets and not (isinstance(lu, dict) and isinstance(lu.get("features"), list)):
        raise FichierIllisible(f"La carte {nom} n'est pas du GeoJSON.")
    dits: list[str] = []
    par_code: dict[tuple[str, bool, str], Zone] = {}
    for rang, objet in enumerate(objets, 1):
        champs = {str(k).casefold(): v for k, v in (objet.get("properties") or {}).items()}
        code = (
            _premier(champs | {"id": champs.get("id") or objet.get("id")}, CODES) or f"zone-{rang}"
        )
        forme = _forme(objet.get("geometry"), f"Carte {nom}, zone {code}", dits)
        if forme is None:
            continue
        generation = _premier(champs, GENERATIONS)
        cle = (generation, "poche" in _premier(champs, GENRES).casefold(), code)
        if cle in par_code:
            dits.append(
                f"Carte {nom} : le code {code} est écrit deux fois, les deux formes sont réunies."
            )
            forme = shapely.union_all([par_code[cle].forme, forme])
        par_code[cle] = Zone(code, _premier(champs, NOMS), _premier(champs, COMMUNES), forme)
    if objets and not par_code:
        raise FichierIllisible(" ".join([f"La carte {nom} n'a aucune zone utilisable.", *dits[:5]]))
    couches: dict[tuple[str, bool], list[Zone]] = {}
    for (generation, poche, _), zone in par_code.items():
        couches.setdefault((generation, poche), []).append(zone)
    fond = Fond.de((Couche(g or nom, tuple(z), p) for (g, p), z in couches.items()), nom)
    return CarteLue(fond, tuple(dits))


def _objets(lu: Any) -> Iterator[dict[str, Any]]:
    """The features of a file, whatever its root."""
    if isinstance(lu, dict):
        if isinstance(lu.get("features"), list):
            yield from (f for f in lu["features"] if isinstance(f, dict))
        elif lu.get("type") == "Feature":
            yield lu
        elif lu.get("type") in SURFACES:
            yield {"geometry": lu}


def _premier(champs: dict[str, Any], cles: tuple[str, ...]) -> str:
    lus = (champs.get(c) for c in cles)
    return next((str(v).strip() for v in lus if v not in (None, "") and str(v).strip()), "")


def _forme(geometrie: Any, ou: str, dits: list[str]) -> BaseGeometry | None:
    """The surface in metres; None, and told, when there is none."""
    try:
        lue = shape(geometrie) if geometrie else None
    except (
        TypeError,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        shapely.errors.ShapelyError,
    ):
        dits.append(f"{ou} : sa forme n'est pas lisible, elle est laissée.")
        return None
    if lue is None or lue.is_empty or lue.geom_type not in (*SURFACES, "GeometryCollection"):
        dits.append(f"{ou} : elle n'a pas de surface, elle est laissée.")
        return None
    degres = shapely.force_2d(lue)
    if not degres.is_valid:
        degres = _surface(shapely.make_valid(degres))
        dits.append(f"{ou} : sa forme se croisait, elle est réparée.")
    if not np.isfinite(_projeter(shapely.get_coordinates(degres))).all():
        dits.append(
            f"{ou} : ses coordonnées ne sont pas en France (degrés, longitude puis latitude)."
        )
        return None
    metres = shapely.transform(shapely.segmentize(degres, PAS), _projeter)
    metres = _surface(metres if metres.is_valid else shapely.make_valid(metres))
    if metres.is_empty or not metres.area:
        dits.append(f"{ou} : elle n'a pas de surface, elle est laissée.")
        return None
    return metres


def _projeter(degres: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(projeter(degres[:, 0], degres[:, 1]))


def _surface(forme: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape: a repair may leave lines and points."""
    if forme.geom_type in SURFACES:
        return forme
    return shapely.union_all([p for p in shapely.get_parts(forme) if p.geom_type in SURFACES])
