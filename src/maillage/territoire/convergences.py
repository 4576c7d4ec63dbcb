"""Réseaux and the zones in force: which schools stand in which zone. Public facts, no child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee, GenerationConnue
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import communes_actuelles, reseaux
from maillage.territoire.rules.convergence import EcoleSituee, ReseauSitue


@dataclass(frozen=True, slots=True)
class Convergence:
    """The map looked at, and the réseaux of the communes on it."""

    generation: GenerationConnue
    carte: CarteDatee
    communes: frozenset[str]
    reseaux: tuple[ReseauSitue, ...]


def convergence(codes_communes: Iterable[str], jour: date, programme: UUID) -> Convergence | None:
    """Where the réseaux of these communes stand on the priority map in force; None without map."""
    generation = cartes.en_vigueur_au(jour, programme=programme)
    if generation is None:
        return None
    carte = cartes.carte(generation.code, programme=programme)
    communes = communes_actuelles(codes_communes)
    connus = reseaux(communes, jour)
    uais = {r.tete for r in connus} | {uai for r in connus for uai, *_ in r.ecoles}
    points = {e.uai: e for e in Etablissement.objects.filter(uai__in=uais)}
    situes = tuple(
        ReseauSitue(
            r.nom,
            r.label,
            tuple(_ecole(points[u], carte) for u in (r.tete, *(u for u, *_ in r.ecoles))),
        )
        for r in connus
    )
    return Convergence(generation, carte, communes, situes)


def _ecole(e: Etablissement, carte: CarteDatee) -> EcoleSituee:
    if e.lon is None or e.lat is None:
        return EcoleSituee(e.uai, e.nom, None)
    dans, zone = dans_une_zone(carte, e.lon, e.lat, e.commune_id or "")
    return EcoleSituee(e.uai, e.nom, dans, zone)


def dans_une_zone(
    carte: CarteDatee, lon: float, lat: float, commune: str, incertitude_m: float = 0
) -> tuple[bool | None, str]:
    """Whether a point stands in a zone: unknown near a border, or where the source gives no perimeter."""
    ici = carte.carte.situer(lon, lat)
    if ici.distance_m < incertitude_m:
        return None, ""
    if ici.zone is not None:
        return True, ici.zone.nom
    muettes = any(not z.communes or not commune or commune in z.communes for z in carte.sans_forme)
    return (None if muettes else False), ""
