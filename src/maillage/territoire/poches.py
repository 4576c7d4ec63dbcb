"""A poche made by hand, drawn or listed street by street: it becomes a file of zones, and goes through the report like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import shapely

from maillage.comptes.rules import Acteur
from maillage.territoire import cartes, depots
from maillage.territoire.cartes import GenerationConnue
from maillage.territoire.generations import Genre
from maillage.territoire.models import Generation, ZoneDeGeographie
from maillage.territoire.rules.noms import mots_de
from maillage.territoire.zonage import Demande

CODE_AU_PLUS = 34
Points = Sequence[tuple[float, float]]  # longitude, latitude
Voies = Sequence[tuple[str, str]]  # street, numbers as written


@dataclass(frozen=True, slots=True)
class PocheVoulue:
    """What somebody draws or lists, and for how long. `garder`: beside the poches already in force."""

    nom: str
    commune: str
    depuis: date
    jusqu_au: date | None
    source: str
    garder: bool
    contour: Points = ()
    voies: Voies = ()


def poches_au(programme: UUID, jour: date) -> GenerationConnue | None:
    """The programme's own poches in force on this day."""
    lue = cartes.en_vigueur_au(jour, Genre.POCHE, programme=programme)
    return lue if lue is not None and lue.programme == programme else None


def deposer(*, acteur: Acteur, voulue: PocheVoulue, at: date) -> UUID:
    """Put a poche on its way: read by the job, told, and stored only when somebody says yes."""
    programme = acteur.programme_id
    avant = poches_au(programme, voulue.depuis)
    gardees = _gardees(avant) if voulue.garder and avant is not None else []
    codes = {z["properties"]["code_zone"] for z in gardees}
    objets = [*gardees, _objet(voulue, codes)]
    octets = json.dumps({"type": "FeatureCollection", "features": objets}, ensure_ascii=False)
    demande = Demande(
        f"poches_{voulue.depuis:%Y%m%d}", f"Poches locales depuis le {voulue.depuis:%d/%m/%Y}",
        voulue.depuis, voulue.jusqu_au, Genre.POCHE, programme, source=voulue.source,
        date_du_fichier=at, terminer=avant is not None and avant.depuis < voulue.depuis,
    )  # fmt: skip
    nature = "liste de rues" if voulue.voies else "tracé"
    return depots.deposer(
        acteur=acteur, fichier=f"{voulue.nom} ({nature})".replace("/", "-"), octets=octets.encode(),
        demande=demande, at=at,
    )  # fmt: skip


def _objet(voulue: PocheVoulue, pris: set[str]) -> dict[str, Any]:
    proprietes: dict[str, Any] = {
        "code_zone": _code(voulue.nom, pris), "nom": voulue.nom, "insee": voulue.commune,
    }  # fmt: skip
    forme = None
    if voulue.contour:
        anneau = [list(p) for p in voulue.contour]
        forme = {"type": "Polygon", "coordinates": [[*anneau, anneau[0]]]}
    else:
        proprietes["voies"] = [list(v) for v in voulue.voies]
    return {"type": "Feature", "properties": proprietes, "geometry": forme}


def _code(nom: str, pris: set[str]) -> str:
    """A code made of the name; a second zone of the same name takes a number."""
    nu = re.sub(r"[^A-Z0-9]+", "-", " ".join(mots_de(nom)).upper()).strip("-")
    base = f"POCHE-{nu or 'LOCALE'}"[:CODE_AU_PLUS]
    return next(c for n in range(1, 1000) if (c := base if n == 1 else f"{base}-{n}") not in pris)


def _gardees(avant: GenerationConnue) -> list[dict[str, Any]]:
    """The zones of a generation as a file would give them, unchanged."""
    fichier = Generation.objects.values_list("fichier_id", flat=True).get(id=avant.id)
    return [
        _feature(z) for z in ZoneDeGeographie.objects.filter(fichier_id=fichier).order_by("code")
    ]


def _feature(z: ZoneDeGeographie) -> dict[str, Any]:
    proprietes: dict[str, Any] = {"code_zone": z.code, "nom": z.nom, "insee": z.communes}
    if z.forme is None:
        voies = [[rue, numeros] for rue, numeros, *_ in z.voies]
        return {"type": "Feature", "properties": proprietes | {"voies": voies}, "geometry": None}
    forme = json.loads(shapely.to_geojson(shapely.from_wkb(bytes(z.forme))))
    return {"type": "Feature", "properties": proprietes, "geometry": forme}
