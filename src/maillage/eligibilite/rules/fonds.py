"""The maps that rules are read on: generations laid one over the other, and the zones that a criterion means.

A zone belongs to one couche (a generation, or the poches of the town). On the border is inside; nearer the border than
the position is known: unknown. `territoire.rules.zones` measures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from maillage.eligibilite.rules.criteres import DomicileEnZone, Poche
from maillage.eligibilite.rules.places import Nombres, Place, Places
from maillage.eligibilite.rules.situations import plier
from maillage.eligibilite.rules.ternaire import Ternaire, ou
from maillage.territoire.rules.listes_de_voies import ListeDeVoies
from maillage.territoire.rules.zones import AUCUNE, Carte, Zone

SurCarte = DomicileEnZone | Poche
T_DE = {True: Ternaire.OUI, False: Ternaire.NON, None: Ternaire.INCONNU}
# On the border is inside: a point of an edge drawn in degrees is a hair off the edge between projected corners.
BORD = 0.01


@dataclass(frozen=True, slots=True)
class Couche:
    """Zones of one generation. `poche`: perimeters of the town, which only the criterion `poche` reads.

    `entieres`: communes that are zones as a whole. `floues`: communes that hold a zone whose shape nobody gave: who lives
    there is never answered «no». `listes`: poches known by their streets.
    """

    generation: str
    zones: tuple[Zone, ...]
    poche: bool = False
    entieres: frozenset[str] = frozenset()
    floues: frozenset[str] = frozenset()
    partielle: bool = False
    listes: tuple[ListeDeVoies, ...] = ()


@dataclass(frozen=True, eq=False)
class Fond:
    """The couches in force together. `nom` is what people call them."""

    couches: tuple[Couche, ...]
    nom: str = ""
    _cartes: dict[SurCarte | None, Carte] = field(default_factory=dict, repr=False)
    _generations: dict[int, str] = field(default_factory=dict, repr=False)

    @classmethod
    def de(cls, couches: Iterable[Couche], nom: str = "") -> Fond:
        fond = cls(tuple(couches), nom)
        for c in fond.couches:
            fond._generations.update((id(z), c.generation) for z in c.zones)
        return fond

    @property
    def zones(self) -> tuple[Zone, ...]:
        return tuple(z for c in self.couches for z in c.zones)

    def carte(self, critere: SurCarte | None = None) -> Carte:
        """The zones that a criterion means, indexed once; all of them without criterion."""
        if critere not in self._cartes:
            voulues = tuple(self._voulues(critere))
            entiere = critere is not None and len(voulues) == len(self.zones)
            self._cartes[critere] = self.carte() if entiere else Carte.de(voulues, self.nom)
        return self._cartes[critere]

    def _voulues(self, critere: SurCarte | None) -> Iterable[Zone]:
        if critere is None:
            return self.zones
        if isinstance(critere, Poche):
            noms = {plier(n) for n in critere.liste}
            return (z for z in self.zones if {plier(z.code), plier(z.nom)} & noms)
        codes = {plier(n) for n in critere.zones}
        return (
            z
            for c in self.couches
            if _lue(c, critere.generations)
            for z in c.zones
            if not codes or {plier(z.code), plier(z.nom)} & codes
        )

    def listes(self, critere: SurCarte) -> tuple[ListeDeVoies, ...]:
        """The lists of streets that a criterion means, by code or by name."""
        noms = {plier(n) for n in critere.liste} if isinstance(critere, Poche) else set()
        return tuple(
            x for c in self.couches for x in c.listes if {plier(x.code), plier(x.nom)} & noms
        )

    def sur_une_liste(
        self, commune: str, voie: str, numero: int | None, critere: SurCarte
    ) -> Ternaire:
        """Is this address on one of the lists that a criterion means? Unknown while one of them cannot tell."""
        lues = [x.contient(commune, voie, numero) for x in self.listes(critere)]
        return ou([T_DE[lu] for lu in lues])

    def commune(self, dite: str, critere: SurCarte) -> Ternaire:
        """What the commune of the home says alone: yes when it is a zone, unknown when its zones have no shape."""
        lues = [
            c
            for c in self.couches
            if isinstance(critere, DomicileEnZone) and _lue(c, critere.generations)
        ]
        entieres = {plier(x) for c in lues for x in c.entieres}
        floues = {plier(x) for c in lues for x in c.floues}
        pliee = plier(dite)
        if pliee in entieres:
            return Ternaire.OUI
        sans_savoir = pliee in floues or (not pliee and bool(entieres or floues))
        sans_savoir = sans_savoir or bool(self.incomplete(critere))
        return Ternaire.INCONNU if sans_savoir else Ternaire.NON

    def incomplete(self, critere: SurCarte) -> str:
        """The name of the first map, among those that a criterion reads, of which zones are missing."""
        if not isinstance(critere, DomicileEnZone):
            return ""
        lues = (c.generation for c in self.couches if c.partielle and _lue(c, critere.generations))
        return next(lues, "")

    def generation(self, zone: Zone | None) -> str:
        return self._generations.get(id(zone), "") if zone is not None else ""

    def placer(self, lon: float, lat: float, critere: SurCarte | None = None) -> Place:
        """Place one home among the zones that a criterion means."""
        carte = self.carte(critere)
        if not carte.zones:
            return Place(None, "", float("inf"), None)
        lu = carte.situer(lon, lat)
        zone = lu.plus_proche if lu.zone is None and lu.distance_m <= BORD else lu.zone
        return Place(zone, self.generation(zone), lu.distance_m, lu.plus_proche)

    def placer_tous(self, lons: Nombres, lats: Nombres, critere: SurCarte | None = None) -> Places:
        """Place many homes; a position that is nan stands nowhere."""
        carte = self.carte(critere)
        rangs = np.full(len(lons), AUCUNE, np.int32)
        connus = np.isfinite(lons) & np.isfinite(lats)
        if carte.zones and connus.any():
            rangs[connus] = carte.zones_en(lons[connus], lats[connus])
            dehors = np.flatnonzero(connus & (rangs == AUCUNE))
            marges = np.full(len(dehors), np.nextafter(BORD, 1))  # the edge itself is inside
            au_bord = dehors[carte.bords_a_moins_de(lons[dehors], lats[dehors], marges)]
            if len(au_bord):
                rangs[au_bord] = carte.situer_tous(lons[au_bord], lats[au_bord]).proches
        return Places(carte, rangs, lons, lats)


def _lue(couche: Couche, generations: tuple[str, ...]) -> bool:
    """Tell whether a criterion reads this couche: «2015» names «QPV 2015»."""
    if not generations:
        return not couche.poche
    mots = plier(couche.generation).split("_")
    voulus = [plier(g).split("_") for g in generations]
    return any(set(v) <= set(mots) for v in voulus)
