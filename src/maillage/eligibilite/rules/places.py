"""Where homes stand on a map, one or many, and what «inside» answers when the position is not exact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.territoire.rules.zones import AUCUNE, Carte, Zone

Nombres = NDArray[np.float64]
Ternaires = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a home stands among some zones: the zone that holds it, and the distance to the nearest border."""

    zone: Zone | None
    generation: str
    distance_m: float
    plus_proche: Zone | None


@dataclass(frozen=True, eq=False)
class Places:
    """Where many homes stand: ranks in `carte.zones`, -1 for none; nan is nowhere.

    A verdict asks whether a border is nearer than a margin; how far it is, which facts say, is measured when they do.
    """

    carte: Carte
    rangs: NDArray[np.int32]
    lons: Nombres
    lats: Nombres

    def pres_d_un_bord(self, marges: Nombres) -> NDArray[np.bool_]:
        """Tell which homes have a border nearer than their margin, in metres."""
        if not self.carte.zones:
            return np.zeros(len(self.lons), bool)
        return self.carte.bords_a_moins_de(self.lons, self.lats, marges)

    @cached_property
    def mesures(self) -> tuple[Nombres, NDArray[np.int32]]:
        """Metres to the nearest border (inf: none, or nowhere) and the rank of its zone (-1)."""
        distances = np.full(len(self.lons), np.inf)
        proches = np.full(len(self.lons), AUCUNE, np.int32)
        connus = np.isfinite(self.lons) & np.isfinite(self.lats)
        if self.carte.zones and connus.any():
            lues = self.carte.situer_tous(self.lons[connus], self.lats[connus])
            distances[connus], proches[connus] = lues.distances, lues.proches
        return distances, proches


def dans(place: Place, incertitude: float) -> Ternaire:
    """Is this home inside? Unknown when the border is nearer than the position is known."""
    if place.distance_m < incertitude:
        return Ternaire.INCONNU
    return Ternaire.OUI if place.zone is not None else Ternaire.NON


def dans_tous(places: Places, incertitudes: Nombres) -> Ternaires:
    """The same for many homes."""
    dedans = np.where(places.rangs != AUCUNE, Ternaire.OUI, Ternaire.NON)
    incertains = places.pres_d_un_bord(incertitudes)
    return np.where(incertains, Ternaire.INCONNU, dedans).astype(np.int8)
