"""The maps of the territory as rules read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.eligibilite.rules.fonds import Couche, Fond
from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.generations import Genre, Nature
from maillage.territoire.rules.listes_de_voies import liste_de


@dataclass(frozen=True, slots=True)
class FondDate:
    """Maps laid together, and their version, kept with each verdict."""

    fond: Fond
    version: str


def fond_au(jour: date, programme: UUID) -> FondDate:
    """The maps in force on this day: the priority geography, the poches of the town, its whole communes."""
    connues = [cartes.en_vigueur_au(jour, genre, programme=programme) for genre in Genre]
    return fond_de([g.code for g in connues if g is not None], programme)


def fond_de(codes: Iterable[str], programme: UUID) -> FondDate:
    """These maps, by their codes. Raises CarteInconnue."""
    lues = [cartes.carte(code, programme=programme) for code in codes]
    nom = ", ".join(c.generation.nom for c in lues)
    return FondDate(Fond.de(map(couche, lues), nom), " ".join(c.version for c in lues))


def couche(lue: CarteDatee) -> Couche:
    """One generation as a couche: its drawn zones, and what its communes alone can tell."""
    entieres = {c for z in lue.sans_forme if z.nature is Nature.COMMUNE for c in z.communes}
    floues = {c for z in lue.sans_forme if z.nature is not Nature.COMMUNE for c in z.communes}
    g = lue.generation
    listes = ()
    if g.genre is Genre.POCHE:
        listes = tuple(liste_de(z.code, z.nom, z.communes, z.voies) for z in lue.sans_forme)
    return Couche(
        g.nom, lue.carte.zones, g.genre is Genre.POCHE, frozenset(entieres), frozenset(floues),
        partielle=g.partielle, listes=listes,
    )  # fmt: skip


def cartes_connues(programme: UUID) -> tuple[tuple[str, str], ...]:
    """Code and name of each map that a scenario may use, the latest first."""
    return tuple(
        (g.code, f"{g.nom} ({g.zones} zones, à partir du {g.depuis:%d/%m/%Y})")
        for g in cartes.generations(programme)
    )


def zones_connues(jour: date, programme: UUID) -> tuple[tuple[str, str], ...]:
    """Code and name of the zones in force, to choose poches among them."""
    return tuple(
        (z.code, f"{z.nom or z.code} ({z.code}), {c.generation}")
        for c in fond_au(jour, programme).fond.couches
        for z in (*c.zones, *c.listes)
    )
