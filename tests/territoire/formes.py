"""Random shapes for the tests of maps: holes, several parts, borders shared, corners on the lines of the grid."""

from __future__ import annotations

import shapely
from hypothesis import strategies as st
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

# Round numbers meet the lines of the grid and each other; the others do not.
RONDS = st.integers(-8, 8).map(lambda n: n * 25.0)
QUELCONQUES = st.floats(-200, 200, allow_nan=False, width=32)
COORDONNEES = st.one_of(RONDS, QUELCONQUES)
POINTS = st.tuples(COORDONNEES, COORDONNEES)


def _polygonal(forme: BaseGeometry) -> BaseGeometry | None:
    surfaces = [p for p in shapely.get_parts(forme) if isinstance(p, Polygon) and p.area > 1e-6]
    propre = shapely.union_all(surfaces) if surfaces else None
    if propre is None or propre.geom_type not in {"Polygon", "MultiPolygon"}:
        return None
    return propre if propre.is_valid else None


@st.composite
def formes(draw) -> BaseGeometry:
    """A valid (multi)polygon, as the reading of a file gives it: repaired."""
    base = draw(
        st.one_of(
            st.lists(POINTS, min_size=3, max_size=12).map(Polygon),
            st.tuples(RONDS, RONDS, st.integers(1, 6), st.integers(1, 6)).map(
                lambda t: box(t[0], t[1], t[0] + 25 * t[2], t[1] + 25 * t[3])
            ),
        )
    )
    forme = shapely.make_valid(base)
    if draw(st.booleans()):
        forme = forme.difference(
            shapely.make_valid(Polygon(draw(st.lists(POINTS, min_size=3, max_size=5))))
        )
    if draw(st.booleans()):
        x, y = draw(POINTS)
        forme = forme.union(box(x, y, x + draw(st.integers(5, 120)), y + 40))
    propre = _polygonal(shapely.make_valid(forme))
    return propre if propre is not None else box(-60, -60, 35, 42)


def essais(forme: BaseGeometry) -> list[tuple[float, float]]:
    """Points that matter for a shape: its corners, the middles of its sides."""
    coins = shapely.get_coordinates(forme)
    milieux = (coins[:-1] + coins[1:]) / 2
    return [tuple(p) for p in coins] + [tuple(p) for p in milieux]
