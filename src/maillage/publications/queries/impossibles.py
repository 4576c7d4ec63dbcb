"""What nobody can be in: crossings of the two maps of the town, as anyone who has both knows them, and those of a year's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from maillage.comptes.queries import programme
from maillage.notions.temps import AnneeScolaire
from maillage.publications.rules.chevauchements import croisements_impossibles
from maillage.statistiques.queries.axes import axes_de
from maillage.statistiques.queries.lieux import geographies, jour_de_reference
from maillage.statistiques.rules.axes import Axe
from maillage.statistiques.rules.impossibles import EN_FIN_D_ANNEE
from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.rules.zones import Zone


def axes_de_publication(programme_id: UUID, annee: AnneeScolaire, at: date) -> Mapping[str, Axe]:
    """The axes of the programme by name, with what the former map and the end of a year make impossible.

    Where a child stands, and for how long, is released with the whole year only: never at another day than its last.
    """
    lus = {a.nom: a for a in axes_de(programme_id, annee, at)}
    lues = geographies(programme_id, jour_de_reference(annee, at))
    communes = communes_actuelles(programme(programme_id).communes)
    zones = [_zones(c, communes) for c in (lues.actuelle, lues.avant)]
    quartier = lus["quartier"]
    connus = [z for z in croisements_impossibles(*zones) if _dits(z, lus)]
    arrivee = lus["arrivee"]
    return lus | {
        "quartier": replace(quartier, zeros=(*quartier.zeros, *connus)),
        "arrivee": replace(arrivee, zeros=(*arrivee.zeros, *EN_FIN_D_ANNEE)),
    }


def _zones(lue: CarteDatee | None, communes: frozenset[str]) -> list[Zone]:
    if lue is None:
        return []
    ici = {z.code for z in cartes.zones(lue.generation.id) if communes & set(z.communes)}
    return [z for z in lue.carte.zones if z.code in ici]


def _dits(zero: Mapping[str, str], axes: Mapping[str, Axe]) -> bool:
    return all(code in axes[nom].codes for nom, code in zero.items())
