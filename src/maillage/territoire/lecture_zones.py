"""Reading of a file of zones: GeoJSON of perimeters, or CSV list without perimeter. Nothing is stored here.

A file that cannot be read at all raises FichierIllisible; what is wrong in a file that can be read is a Constat,
so that one report says everything at once. Column names of 2015 and 2024, upper or lower case, are accepted.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maillage.territoire.errors import FichierDeZonesIllisible
from maillage.territoire.generations import Nature
from maillage.territoire.lecture_listes import lire_liste
from maillage.territoire.rules.constats import Constat, Gravite
from maillage.territoire.rules.formes import examiner, hectares

OCTETS_AU_PLUS = 60 * 1024 * 1024
ZONES_AU_PLUS = 10_000
SOMMETS_AU_PLUS = 3_000_000
PAS = 50  # zones between two words of progress

CODES = ("code_qp", "codeqp", "code_zone", "code_zus", "code")
NOMS = ("lib_qp", "nom_qp", "libelle", "nom_zone", "lib_zone", "nom")
COMMUNES = ("lib_com", "nom_com", "commune", "communes")
INSEE = ("insee_com", "code_commune", "code_insee", "insee", "com")
DEGRES = re.compile(r"(CRS:?:?84|EPSG:?:?4326|WGS:?_?84)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZoneLue:
    """A zone of a file. `lieux` is the commune as the file names it, `insee` its codes when the file has them."""

    code: str
    nom: str
    lieux: str
    insee: tuple[str, ...]
    nature: Nature
    forme: BaseGeometry | None = None
    hectares: float | None = None
    reparee: bool = False
    voies: tuple[tuple[str, str], ...] = ()
    reconnues: frozenset[str] = frozenset()  # those of its streets that the file of addresses knows


@dataclass(frozen=True, slots=True)
class LectureDeZones:
    """What a file holds and what must be told of it."""

    zones: tuple[ZoneLue, ...]
    constats: tuple[Constat, ...]


Avancer = Callable[[int, int], None]


def sans_avancement(_fait: int, _total: int) -> None:
    """Nobody watches."""


def lire_zones(octets: bytes, avancer: Avancer = sans_avancement) -> LectureDeZones:
    """Read a file by what it holds, not by its name."""
    if len(octets) > OCTETS_AU_PLUS:
        raise FichierDeZonesIllisible(
            f"Le fichier dépasse {OCTETS_AU_PLUS // 1024 // 1024}\u00a0Mo.",
            a_faire="Gardez les zones de votre région, puis recommencez.",
        )
    debut = octets.lstrip(b"\xef\xbb\xbf \t\r\n")[:2]
    if not debut:
        raise FichierDeZonesIllisible("Le fichier est vide.")
    if debut == b"PK":
        raise FichierDeZonesIllisible(
            "C'est une archive.",
            a_faire="Ouvrez-la et déposez le fichier GeoJSON qu'elle contient.",
        )
    if debut[:1] in b"{[":
        return _lire_geojson(octets, avancer)
    zones = [
        ZoneLue(
            z.code,
            z.nom,
            z.lieux,
            z.insee,
            Nature.VOIES if z.voies else Nature.LISTE,
            voies=z.voies,
        )
        for z in lire_liste(octets)
    ]
    return LectureDeZones(tuple(zones), ())


def _lire_geojson(octets: bytes, avancer: Avancer) -> LectureDeZones:
    collection = _collection(octets)
    objets = collection["features"]
    constats = list(_repere(collection))
    zones: list[ZoneLue] = []
    for rang, objet in enumerate(objets, 1):
        zone, constat = _zone(objet, rang)
        zones.append(zone)
        constats.extend([constat] if constat else [])
        if rang % PAS == 0:
            avancer(rang, len(objets))
    uniques, doublons = _sans_doublon(zones)
    sommets = sum(shapely.get_num_coordinates(z.forme) for z in uniques if z.forme is not None)
    if sommets > SOMMETS_AU_PLUS:
        constats.append(
            Constat("trop_de_sommets", Gravite.REFUS, "Le fichier a trop de sommets pour être lu.")
        )
    return LectureDeZones(tuple(uniques), reunis([*constats, *doublons]))


def _collection(octets: bytes) -> Mapping[str, Any]:
    try:
        lu = json.loads(octets.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FichierDeZonesIllisible("Ce fichier n'est pas un GeoJSON lisible.") from None
    objets = lu.get("features") if isinstance(lu, dict) else None
    if not isinstance(objets, list) or not all(isinstance(o, dict) for o in objets):
        raise FichierDeZonesIllisible("Ce fichier n'est pas une collection GeoJSON de zones.")
    if not objets:
        raise FichierDeZonesIllisible("Le fichier ne contient aucune zone.")
    if len(objets) > ZONES_AU_PLUS:
        raise FichierDeZonesIllisible(f"Le fichier a plus de {ZONES_AU_PLUS} zones.")
    return lu


def _repere(collection: Mapping[str, Any]) -> Iterable[Constat]:
    """The projection that the file declares: without one, GeoJSON is in degrees (RFC 7946)."""
    declare = collection.get("crs")
    if declare is None:
        return
    proprietes = declare.get("properties") if isinstance(declare, dict) else None
    nom = str(proprietes.get("name", "")) if isinstance(proprietes, dict) else ""
    if not DEGRES.search(nom.strip()):
        yield Constat(
            "projection_declaree",
            Gravite.REFUS,
            f"Le fichier dit être dans le système «\u00a0{nom[:60]}\u00a0»\u00a0: il faut des degrés WGS84 (CRS84).",
        )


def _zone(objet: Mapping[str, Any], rang: int) -> tuple[ZoneLue, Constat | None]:
    brutes = objet.get("properties")
    p = {str(k).lower(): v for k, v in brutes.items()} if isinstance(brutes, dict) else {}
    code, nom = _texte(p, CODES, 40), _texte(p, NOMS, 200)
    insee = tuple(re.findall(r"\b\d[0-9AB]\d{3}\b", _texte(p, INSEE, 400)))
    zone = ZoneLue(
        code or f"ligne {rang}", nom or code, _texte(p, COMMUNES, 400), insee, Nature.FORME
    )
    if not code:
        phrase = "Une zone n'a pas de code (colonne code_qp)."
        return zone, Constat("sans_code", Gravite.REFUS, phrase, (zone.code,))
    if objet.get("geometry") is None and "voies" in p:
        return _listee(zone, p["voies"]), None
    try:
        with np.errstate(invalid="ignore"):  # not-a-number coordinates are told below
            forme = shape(objet["geometry"]) if objet.get("geometry") else None
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        shapely.errors.ShapelyError,
    ):
        phrase = "La forme de la zone est illisible."
        return zone, Constat("forme_illisible", Gravite.REFUS, phrase, (code,))
    vue = examiner(code, shapely.force_2d(forme) if forme is not None else None)
    if vue.forme is None:
        return zone, vue.constat
    return (
        replace(zone, forme=vue.forme, hectares=hectares(vue.forme), reparee=vue.reparee),
        vue.constat,
    )


def _listee(zone: ZoneLue, brutes: Any) -> ZoneLue:
    """A zone without a shape, known by its streets (pairs: name, numbers), or by its communes only."""
    voies = tuple(
        (str(v[0])[:200], str(v[1])[:80])
        for v in (brutes if isinstance(brutes, list) else [])
        if isinstance(v, list) and len(v) == 2 and v[0]
    )
    return replace(zone, nature=Nature.VOIES if voies else Nature.LISTE, voies=voies)


def _texte(proprietes: Mapping[str, Any], noms: Iterable[str], longueur: int) -> str:
    for nom in noms:
        valeur = proprietes.get(nom)
        if valeur not in (None, ""):
            return str(valeur).strip()[:longueur]
    return ""


def _sans_doublon(zones: list[ZoneLue]) -> tuple[list[ZoneLue], list[Constat]]:
    """The same code twice is refused, unless the whole line is the same."""
    compte = Counter(z.code for z in zones)
    par_code: dict[str, list[ZoneLue]] = defaultdict(list)
    for z in zones:
        par_code[z.code].append(z)
    constats = []
    for code in (c for c, n in compte.items() if n > 1):
        memes = all(
            (z.nom, z.forme) == (par_code[code][0].nom, par_code[code][0].forme)
            for z in par_code[code]
        )
        gravite = Gravite.INFORMATION if memes else Gravite.REFUS
        phrase = (
            "Le même code est écrit deux fois, à l'identique\u00a0: il est lu une fois."
            if memes
            else "Deux zones différentes portent le même code."
        )
        constats.append(Constat("code_en_double", gravite, phrase, (code,)))
    return [lues[0] for lues in par_code.values()], constats


def reunis(constats: Iterable[Constat]) -> tuple[Constat, ...]:
    """The same sentence said once, with all its zones; refusals first."""
    ensemble: dict[tuple[str, Gravite, str], list[str]] = defaultdict(list)
    for c in constats:
        ensemble[c.code, c.gravite, c.phrase].extend(c.zones)
    ordre = list(Gravite)
    dits = [Constat(c, g, p, tuple(zones)) for (c, g, p), zones in ensemble.items()]
    return tuple(sorted(dits, key=lambda c: (ordre.index(c.gravite), c.code)))
