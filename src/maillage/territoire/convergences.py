"""Réseaux and the zones in force: which schools stand in which zone. Public facts, no child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.territoire import cartes, reperes, tenue_effectifs
from maillage.territoire.cartes import CarteDatee, GenerationConnue
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import communes_actuelles, reseaux
from maillage.territoire.reperes import INCONNU, EcoleSurLaCarte
from maillage.territoire.rules.cartes_croisees import EcoleCroisee, PlaceDeLEcole, place_de
from maillage.territoire.rules.convergence import EcoleSituee, ReseauSitue
from maillage.territoire.rules.noms import COLLEGE, ECOLES
from maillage.territoire.rules.reseaux import LABELS_DE_RESEAU


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
    if carte.generation.partielle:
        return None, ""
    muettes = any(not z.communes or not commune or commune in z.communes for z in carte.sans_forme)
    return (None if muettes else False), ""


@dataclass(frozen=True, slots=True)
class EcolePointee:
    """A school under both maps, and where it is drawn."""

    ecole: EcoleCroisee
    reseau: str
    nature: str
    lon: float | None
    lat: float | None


def cartes_croisees(lue: Convergence, jour: date, programme: UUID) -> tuple[EcolePointee, ...]:
    """The open écoles and collèges of the communes under both maps, with the headcount known on this day."""
    ecoles = [e for e in reperes.ecoles(lue.communes, jour) if e.nature in {COLLEGE, *ECOLES}]
    effectifs = tenue_effectifs.connus([e.uai for e in ecoles], programme, jour)
    pointees = []
    for e in ecoles:
        place, zone = _place(e, lue.carte)
        dit = effectifs.get(e.uai)
        croisee = EcoleCroisee(
            e.uai, e.nom, _en_reseau(e), place, dit and dit.effectif, dit and dit.rentree, zone
        )
        pointees.append(EcolePointee(croisee, e.reseau, e.nature, e.lon, e.lat))
    return tuple(pointees)


def _en_reseau(e: EcoleSurLaCarte) -> bool | None:
    """REP and REP+ are public; a label that no list gives is unknown, not «hors éducation prioritaire»."""
    if e.prive:
        return False
    return None if e.label == INCONNU else e.label in LABELS_DE_RESEAU


def _place(e: EcoleSurLaCarte, carte: CarteDatee) -> tuple[PlaceDeLEcole, str]:
    if e.lon is None or e.lat is None:
        return PlaceDeLEcole.INCONNUE, ""
    dans, zone = dans_une_zone(carte, e.lon, e.lat, e.commune_code)
    ici = carte.carte.situer(e.lon, e.lat)
    place = place_de(dans=dans, distance_m=ici.distance_m)
    pres = ici.plus_proche.nom if place is PlaceDeLEcole.PRES and ici.plus_proche else ""
    return place, zone or pres
