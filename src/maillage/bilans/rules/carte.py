"""The map of a report: each neighbourhood with its released number. It adds nothing that the list does not say. Pure.

No home is ever drawn. A map with some neighbourhoods missing would mislead: it is drawn whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from maillage.bilans.rules.blocs import Bloc
from maillage.bilans.rules.dessin import Dessin, Forme, mot, nombre, rectangle
from maillage.bilans.rules.rapport import Section
from maillage.bilans.rules.repartitions import precision, repartition
from maillage.publications.rules.parutions import ParutionDetaillee
from maillage.territoire.rules.zones import Zone

AXE = "quartier"
HORS_CARTE = frozenset({"hors", "ailleurs", "inconnu"})
LARGEUR, HAUTEUR_MAX, MARGE = 520, 440, 8
FINESSE = 400  # a border is drawn to this part of the width
SIGNES_AU_PLUS, LARGE, SIGNE = 20, 96, 8.6
Projection = Callable[[float, float], tuple[float, float]]


def quartiers_de_la_carte(lue: ParutionDetaillee) -> frozenset[str]:
    """The neighbourhoods that the release names."""
    mots = lue.etiquettes.get(AXE)
    return frozenset(mots.labels if mots else ()) - HORS_CARTE


def avec_la_carte(
    sections: Sequence[Section], lue: ParutionDetaillee, zones: Sequence[Zone]
) -> tuple[Section, ...]:
    """The sections, the map after the block of neighbourhoods when it can be drawn whole."""
    bloc = _bloc(lue, zones)
    if bloc is None:
        return tuple(sections)
    dites = []
    for s in sections:
        rang = next((i for i, b in enumerate(s.blocs) if b.table == bloc.table), None)
        avec = s.blocs if rang is None else (*s.blocs[: rang + 1], bloc, *s.blocs[rang + 1 :])
        dites.append(replace(s, blocs=avec))
    return tuple(dites)


def _bloc(lue: ParutionDetaillee, zones: Sequence[Zone]) -> Bloc | None:
    r, dit, voulus = repartition(lue, AXE), precision(lue), quartiers_de_la_carte(lue)
    formes = {z.code: z for z in zones if z.code in voulus and not z.forme.is_empty}
    if r is None or len(formes) < 2 or set(formes) != voulus:
        return None
    valeurs = {x.code: x.valeur for x in r.lignes}
    montrees = [(z, valeurs.get(code, 0)) for code, z in sorted(formes.items())]
    if not any(montree for _, montree in montrees):
        return None
    dites = " ; ".join(f"{lue.mot(AXE, z.code)} : {dit.nombre(n)}" for z, n in montrees)
    lisibles = [(z.forme, lue.mot(AXE, z.code), n, dit.nombre(n)) for z, n in montrees]
    return Bloc(
        titre="La carte",
        phrases=("La carte ne montre que ces nombres : aucun domicile n’y est placé.",),
        sous_titre="Enfants accompagnés par quartier ; plus la teinte est soutenue, plus ils sont nombreux.",
        dessin=_dessiner(lisibles, f"Carte des quartiers. {dites}."),
        source=f"Publication n° {lue.parution.numero}, tableau « {r.titre} ».",
        table=r.table,
    )


def _dessiner(
    montrees: Sequence[tuple[BaseGeometry, str, int | None, str]], description: str
) -> Dessin:
    bornes = [f.bounds for f, *_ in montrees]
    x0, y0 = min(b[0] for b in bornes), min(b[1] for b in bornes)
    x1, y1 = max(b[2] for b in bornes), max(b[3] for b in bornes)
    place = LARGEUR - 2 * MARGE
    echelle = min(place / max(x1 - x0, 1), (HAUTEUR_MAX - 2 * MARGE) / max(y1 - y0, 1))
    plus = max((n or 0 for _, _, n, _ in montrees), default=0) or 1

    def en_page(x: float, y: float) -> tuple[float, float]:
        return MARGE + (x - x0) * echelle, MARGE + (y1 - y) * echelle

    formes: list[Forme] = []
    mots: list[Forme] = []
    for forme, nom, n, texte in montrees:
        classe = "h" if n is None else _teinte(n, plus)
        d = _chemin(forme.simplify((x1 - x0) / FINESSE), en_page)
        formes.append(Forme("path", (("d", d), ("fill-rule", "evenodd")), classe))
        formes.append(Forme("path", (("d", d), ("fill", "none")), "ga"))
        centre = forme.representative_point()
        x, y = en_page(centre.x, centre.y)
        large = (forme.bounds[2] - forme.bounds[0]) * echelle >= LARGE
        mots += _etiquette(x, y, texte, nom[:SIGNES_AU_PLUS] if large else "")
    hauteur = round(2 * MARGE + (y1 - y0) * echelle)
    return Dessin(LARGEUR, hauteur, (*formes, *mots), description)


def _etiquette(x: float, y: float, texte: str, nom: str) -> list[Forme]:
    """The number, and the name where there is room, on a plate: words stay readable whatever they cover."""
    large = SIGNE * max(len(texte), len(nom)) + 10
    gauche = min(max(x, large / 2), LARGEUR - large / 2)
    plaque = rectangle(gauche - large / 2, y - 11, large, 38 if nom else 22, "tint")
    dits = [mot(gauche, y + 5, texte, "b", "middle")]
    return [plaque, *dits, *([mot(gauche, y + 21, nom, "", "middle")] if nom else [])]


def _teinte(n: int, plus: int) -> str:
    """Three steps of the same dye."""
    return "g1" if 3 * n >= 2 * plus else "g2" if 3 * n >= plus else "tint"


def _chemin(forme: BaseGeometry, en_page: Projection) -> str:
    morceaux = forme.geoms if isinstance(forme, MultiPolygon) else (forme,)
    bouts = []
    for p in (m for m in morceaux if isinstance(m, Polygon) and not m.is_empty):
        for anneau in (p.exterior, *p.interiors):
            points = [en_page(x, y) for x, y, *_ in anneau.coords[:-1]]
            bouts.append("M" + "L".join(f"{nombre(x)},{nombre(y)}" for x, y in points) + "Z")
    return "".join(bouts)
