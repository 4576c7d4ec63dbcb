"""What nobody can be in: the crossings of two maps of the town, as anyone who has both maps knows them."""

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
from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.rules.zones import Zone


def axes_de_publication(programme_id: UUID, annee: AnneeScolaire, at: date) -> Mapping[str, Axe]:
    """The axes of the programme by name, quartier with what the former map makes impossible."""
    lus = {a.nom: a for a in axes_de(programme_id, annee, at)}
    lues = geographies(programme_id, jour_de_reference(annee, at))
    communes = communes_actuelles(programme(programme_id).communes)
    zones = [_zones(c, communes) for c in (lues.actuelle, lues.avant)]
    quartier = lus["quartier"]
    connus = [z for z in croisements_impossibles(*zones) if _dits(z, lus)]
    return lus | {"quartier": replace(quartier, zeros=(*quartier.zeros, *connus))}


def _zones(lue: CarteDatee | None, communes: frozenset[str]) -> list[Zone]:
    if lue is None:
        return []
    ici = {z.code for z in cartes.zones(lue.generation.id) if communes & set(z.communes)}
    return [z for z in lue.carte.zones if z.code in ici]


def _dits(zero: Mapping[str, str], axes: Mapping[str, Axe]) -> bool:
    return all(code in axes[nom].codes for nom, code in zero.items())
