"""What a map shows of the ground: schools with their label and réseau, and numbers of the file of addresses around a point."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from maillage.comptes.queries import en_vigueur
from maillage.notions.nomenclatures import charger
from maillage.territoire.ban import ouvrir
from maillage.territoire.cartes import CarteDatee, zones
from maillage.territoire.models import (
    Etablissement,
    Generation,
    LabelPrioritaire,
    ZoneDeGeographie,
)
from maillage.territoire.queries import ReseauConnu, communes_actuelles, reseaux
from maillage.territoire.rules.distances import distance_m

AUTOUR_M, AUTOUR_AU_PLUS = 200, 60
DEGRE_M = 111_320
INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class EcoleSurLaCarte:
    """A school as the map and its table show it. `label` is `inconnu` when no list says."""

    uai: str
    nom: str
    nature: str
    nature_dite: str
    label: str
    label_dit: str
    reseau: str
    commune: str
    lon: float | None
    lat: float | None
    prive: bool = False
    commune_code: str = ""


def ecoles(codes_communes: Iterable[str], jour: date) -> tuple[EcoleSurLaCarte, ...]:
    """The open schools of these communes, with what is known of them on this day."""
    codes = communes_actuelles(codes_communes)
    rangs = Etablissement.objects.filter(commune__in=codes, ouvert=True).select_related("commune")
    labels = dict(
        LabelPrioritaire.objects.filter(en_vigueur(jour), etablissement__in=rangs)
        .order_by("depuis")
        .values_list("etablissement_id", "label")
    )
    membres = _membres(reseaux(codes, jour))
    natures, libelles = charger("n03"), charger("n05")
    trouvees = []
    for r in rangs.order_by("nom", "uai"):
        reseau = membres.get(r.uai)
        label = labels.get(r.uai) or (reseau.label if reseau else INCONNU)
        dit = libelles.libelle(label) if label != INCONNU else "Label inconnu"
        trouvees.append(
            EcoleSurLaCarte(
                r.uai,
                r.nom,
                r.nature,
                natures.libelle(r.nature),
                label,
                dit,
                reseau.nom if reseau else "",
                r.localite or (r.commune.nom if r.commune else ""),
                r.lon,
                r.lat,
                r.secteur == "prive",
                r.commune_id or "",
            )
        )
    return tuple(trouvees)


def _membres(connus: Iterable[ReseauConnu]) -> dict[str, ReseauConnu]:
    return {uai: r for r in connus for uai in (r.tete, *(u for u, *_ in r.ecoles))}


def reperes_autour(centre: tuple[float, float]) -> list[dict[str, Any]]:
    """Numbers of the files in service around a point, the nearest first: something to recognise a place by, without any tile."""
    lon, lat = centre
    haut, large = AUTOUR_M / DEGRE_M, AUTOUR_M / (DEGRE_M * max(0.1, cos(radians(lat))))
    trouves: list[dict[str, Any]] = []
    for chemin in sorted(Path(settings.BAN).glob("*.sqlite3")):
        try:
            with closing(ouvrir(chemin)) as base:
                rangs = base.execute(
                    "SELECT a.numero, a.rep, v.nom, a.lon, a.lat FROM adresse a JOIN voie v ON v.id = a.voie"
                    " WHERE a.lat BETWEEN ? AND ? AND a.lon BETWEEN ? AND ?",
                    (lat - haut, lat + haut, lon - large, lon + large),
                ).fetchall()
        except sqlite3.DatabaseError:
            continue
        trouves += [
            {"lon": x, "lat": y, "nom": f"{numero} {rep}".strip() + f" {nom}", "voie": nom}
            for numero, rep, nom, x, y in rangs
        ]
    trouves.sort(key=lambda r: distance_m(lon, lat, r["lon"], r["lat"]))
    return trouves[:AUTOUR_AU_PLUS]


def milieu(code_commune: str | None) -> dict[str, float] | None:
    """The middle of a commune in the files in service, to open a map somewhere near."""
    for chemin in sorted(Path(settings.BAN).glob("*.sqlite3")):
        try:
            with closing(ouvrir(chemin)) as base:
                lu = base.execute(
                    "SELECT lon, lat FROM commune WHERE code_insee = ? ORDER BY ancienne",
                    (code_commune or "",),
                ).fetchone()
        except sqlite3.DatabaseError:
            continue
        if lu:
            return {"lon": lu[0], "lat": lu[1]}
    return None


VOIES_AU_PLUS = 600


def voies_de(communes: Iterable[str]) -> list[dict[str, Any]]:
    """Names of streets of these communes at their middle, the longest streets first: a place is recognised without any tile."""
    codes = sorted(communes)
    trouvees: list[tuple[int, dict[str, Any]]] = []
    for chemin in sorted(Path(settings.BAN).glob("*.sqlite3")):
        try:
            with closing(ouvrir(chemin)) as base:
                rangs = base.execute(
                    "SELECT nom, lon, lat, etendue FROM voie WHERE code_insee IN"  # noqa: S608 - marks only
                    f" ({','.join('?' * len(codes))})",
                    codes,
                ).fetchall()
        except sqlite3.DatabaseError:
            continue
        trouvees += [(e, {"nom": n, "lon": x, "lat": y}) for n, x, y, e in rangs]
    trouvees.sort(key=lambda t: (-t[0], t[1]["nom"]))
    return [voie for _, voie in trouvees[:VOIES_AU_PLUS]]


SIMPLIFICATION = 0.00004  # about 4 m: the drawing, never the verdict


def zones_dessinees(carte: CarteDatee, communes: Iterable[str]) -> list[dict[str, Any]]:
    """The zones of a map that touch these communes, as shapes in degrees for the drawing."""
    voulues = frozenset(communes)
    montrees = {z.code for z in zones(carte.generation.id) if voulues & set(z.communes)}
    fichier = Generation.objects.values_list("fichier_id", flat=True).get(id=carte.generation.id)
    rangs = ZoneDeGeographie.objects.filter(fichier_id=fichier, code__in=montrees).exclude(
        forme=None
    )
    return [
        {
            "code": z.code,
            "nom": z.nom,
            "forme": json.loads(
                shapely.to_geojson(shapely.from_wkb(bytes(z.forme)).simplify(SIMPLIFICATION))
            ),
        }
        for z in rangs.order_by("code")
        if z.forme
    ]
