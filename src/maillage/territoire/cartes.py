"""Reads of maps: what was in force on a day, as we knew it at a moment. Public facts, no person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Count, Q, QuerySet

from maillage.comptes.queries import en_vigueur
from maillage.notions.erreurs import Introuvable
from maillage.territoire.errors import CarteInconnue
from maillage.territoire.generations import Genre, Nature
from maillage.territoire.models import Generation, ZoneDeGeographie
from maillage.territoire.rules.filiation import (
    Filiation,
    Recouvrement,
    filiations,
    recouvrements,
)
from maillage.territoire.rules.formes import projetee
from maillage.territoire.rules.zones import Carte, Zone

GENRES = {
    Genre.PRIORITAIRE: "Géographie prioritaire",
    Genre.POCHE: "Poches locales",
    Genre.COMMUNE: "Communes entières",
}


@dataclass(frozen=True, slots=True)
class GenerationConnue:
    """A generation as somebody reads it."""

    id: UUID
    code: str
    nom: str
    genre: Genre
    programme: UUID | None
    depuis: date
    jusqu_au: date | None
    source: str
    fichier: str
    date_du_fichier: date | None
    connue_de: datetime
    connue_a: datetime | None
    empreinte: str
    zones: int
    partielle: bool = (
        False  # zones are missing: a point in none of them is «à examiner», never «no»
    )

    @property
    def libelle_du_genre(self) -> str:
        return GENRES[self.genre]


@dataclass(frozen=True, slots=True)
class ZoneSansForme:
    """A zone whose perimeter the source does not give: who lives in its communes cannot be answered «no»."""

    code: str
    nom: str
    nature: Nature
    communes: tuple[str, ...]
    # street, its numbers as the list writes them (empty: all), whether the file of addresses knows it
    voies: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class CarteDatee:
    """A map and where it comes from. `version` is kept with each verdict."""

    generation: GenerationConnue
    carte: Carte
    sans_forme: tuple[ZoneSansForme, ...]

    @property
    def version(self) -> str:
        return f"{self.generation.code}@{self.generation.empreinte[:12]}"


@dataclass(frozen=True, slots=True)
class ZoneMontree:
    """A line of the table of a generation."""

    code: str
    nom: str
    communes: tuple[str, ...]
    nature: Nature
    hectares: float | None
    reparee: bool


def generations(
    programme: UUID | None = None, *, connu_le: datetime | None = None
) -> tuple[GenerationConnue, ...]:
    """The national maps and those of this programme, the latest first."""
    rangs = _connues(programme, connu_le).annotate(nombre=Count("fichier__zones"))
    ordre = ("genre", "-depuis", "code")
    return tuple(_generation(g) for g in rangs.order_by(*ordre))


def generation(
    code: str, programme: UUID | None = None, *, connu_le: datetime | None = None
) -> GenerationConnue:
    """One map by its code; the programme's own before the national one. Raises CarteInconnue."""
    return _generation(_choisie(_connues(programme, connu_le).filter(code=code), code))


def generation_lue(generation_id: UUID, programme: UUID | None) -> GenerationConnue:
    """One generation by its identifier, past knowledge too. Raises Introuvable for another programme's."""
    return _generation(_par_identifiant(generation_id, programme))


def carte_lue(generation_id: UUID, programme: UUID | None) -> CarteDatee:
    """The map of a generation by its identifier."""
    rang = _par_identifiant(generation_id, programme)
    construite, sans_forme = _construire(rang.fichier_id)
    return CarteDatee(_generation(rang), construite, sans_forme)


def versions(lue: GenerationConnue) -> tuple[GenerationConnue, ...]:
    """What was known before of the same map, the latest first."""
    rangs = Generation.objects.filter(code=lue.code, programme=lue.programme)
    anciennes = rangs.exclude(id=lue.id).exclude(connue_a=None).select_related("fichier")
    return tuple(_generation(g) for g in anciennes.order_by("-connue_de"))


def constats(lue: GenerationConnue) -> list[dict[str, Any]]:
    """What the import said of the file."""
    rang = Generation.objects.select_related("fichier").get(id=lue.id)
    return list(rang.fichier.constats)


def carte(
    generation: str,
    en_vigueur_le: date | None = None,
    connu_le: datetime | None = None,
    *,
    programme: UUID | None = None,
) -> CarteDatee:
    """The map of this code; with a day, only if it is in force then. Built once for each stored file.

    Raises CarteInconnue, which says whether the code or the day is unknown.
    """
    rang = _choisie(_connues(programme, connu_le).filter(code=generation), generation)
    if en_vigueur_le is not None and not _vaut(rang, en_vigueur_le):
        raise CarteInconnue(f"«\u00a0{rang.nom}\u00a0» ne vaut pas le {en_vigueur_le:%d/%m/%Y}.")
    construite, sans_forme = _construire(rang.fichier_id)
    return CarteDatee(_generation(rang), construite, sans_forme)


def en_vigueur_au(
    jour: date,
    genre: Genre = Genre.PRIORITAIRE,
    *,
    programme: UUID | None = None,
    connu_le: datetime | None = None,
) -> GenerationConnue | None:
    """The map of this kind that holds on this day; the programme's own before the national one."""
    rangs = _connues(programme, connu_le).filter(en_vigueur(jour), genre=genre)
    rang = rangs.order_by("programme_id").exclude(programme=None).first() or rangs.first()
    return _generation(rang) if rang else None


def zones(generation_id: UUID) -> tuple[ZoneMontree, ...]:
    """The zones of a generation, by code."""
    fichier = Generation.objects.values_list("fichier_id", flat=True).get(id=generation_id)
    rangs = ZoneDeGeographie.objects.filter(fichier_id=fichier).defer("forme", "voies")
    return tuple(
        ZoneMontree(
            z.code, z.nom, tuple(z.communes.split()), Nature(z.nature), z.hectares, z.reparee
        )
        for z in rangs.order_by("code")
    )


def comparaison(avant: CarteDatee, apres: CarteDatee) -> tuple[Filiation, ...]:
    """What became of each drawn zone between two maps."""
    return _comparer(avant.carte, apres.carte)


def recouvrements_de(carte_datee: CarteDatee) -> tuple[Recouvrement, ...]:
    """Drawn zones of one map that share an area."""
    return recouvrements(carte_datee.carte.zones)


@lru_cache(maxsize=8)
def _comparer(avant: Carte, apres: Carte) -> tuple[Filiation, ...]:
    return filiations(avant.zones, apres.zones)


@lru_cache(maxsize=8)
def _construire(fichier_id: UUID) -> tuple[Carte, tuple[ZoneSansForme, ...]]:
    """A stored file never changes: its map is built once in a process."""
    rangs = ZoneDeGeographie.objects.filter(fichier_id=fichier_id).order_by("code")
    dessinees, autres = [], []
    for z in rangs:
        if z.forme is not None:
            forme = projetee(shapely.from_wkb(bytes(z.forme)))
            dessinees.append(Zone(z.code, z.nom, (z.communes.split() or [""])[0], forme))
        else:
            communes = tuple(z.communes.split())
            voies = tuple((str(v[0]), str(v[1]), bool(v[2:] and v[2])) for v in z.voies)
            autres.append(ZoneSansForme(z.code, z.nom, Nature(z.nature), communes, voies))
    return Carte.de(dessinees, str(fichier_id)), tuple(autres)


def _connues(programme: UUID | None, connu_le: datetime | None) -> QuerySet[Generation]:
    rangs = Generation.objects.filter(Q(programme=None) | Q(programme=programme))
    if connu_le is None:
        rangs = rangs.filter(connue_a=None)
    else:
        apres = Q(connue_a=None) | Q(connue_a__gt=connu_le)
        rangs = rangs.filter(apres, connue_de__lte=connu_le)
    return rangs.select_related("fichier")


def _par_identifiant(generation_id: UUID, programme: UUID | None) -> Generation:
    rangs = Generation.objects.filter(Q(programme=None) | Q(programme=programme))
    rang = rangs.filter(id=generation_id).select_related("fichier").first()
    if rang is None:
        raise Introuvable
    return rang


def _choisie(rangs: Iterable[Generation], code: str) -> Generation:
    trouves = sorted(rangs, key=lambda g: g.programme_id is None)
    if not trouves:
        raise CarteInconnue(
            f"Aucune carte ne porte le code «\u00a0{code}\u00a0».",
            a_faire="Importez-la, ou choisissez une carte de la liste.",
        )
    return trouves[0]


def _vaut(rang: Generation, jour: date) -> bool:
    return rang.depuis <= jour and (rang.jusqu_au is None or jour <= rang.jusqu_au)


def _generation(g: Generation) -> GenerationConnue:
    f = g.fichier
    nombre = getattr(g, "nombre", None)
    return GenerationConnue(
        g.id, g.code, g.nom, Genre(g.genre), g.programme_id, g.depuis, g.jusqu_au, f.source, f.nom,
        f.date_du_fichier, g.connue_de, g.connue_a, f.empreinte,
        f.zones.count() if nombre is None else nombre, f.partielle,
    )  # fmt: skip
