"""A small invented town on the plane of Lambert-93: two zones, four schools, children wherever a test wants them."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import strategies as st
from shapely.geometry import box

from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    JeuDeRegles,
    Ou,
    ParDerogation,
    Poche,
    RegleLocale,
)
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.fonds import Couche, Fond
from maillage.eligibilite.rules.situations import HORS, Ecole, SituationAJuger, ecoles_par_uai
from maillage.territoire.rules.listes_de_voies import liste_de
from maillage.territoire.rules.projection import deprojeter
from maillage.territoire.rules.zones import Zone

X0, Y0 = 660_000.0, 6_870_000.0  # somewhere in the Seine-Saint-Denis
BASCULE = date(2015, 1, 1)


def degres(x: float, y: float) -> tuple[float, float]:
    """Metres from the corner of the town to degrees."""
    lons, lats = deprojeter(np.array([X0 + x]), np.array([Y0 + y]))
    return float(lons[0]), float(lats[0])


def zone(code: str, x: float, y: float, largeur: float = 1000, hauteur: float = 1000) -> Zone:
    forme = box(X0 + x, Y0 + y, X0 + x + largeur, Y0 + y + hauteur)
    return Zone(code=code, nom=f"Quartier {code}", commune="93050", forme=forme)


TROIS = Fond.de(
    [Couche("ZUS", (zone("INV-A", 0, 0), zone("INV-B", 2000, 0), zone("INV-C", 4000, 0)))], "ZUS"
)
UNE = Fond.de([Couche("QPV 2015", (zone("INV-A", 0, 0, 1200),))], "QPV 2015")
AVEC_POCHE = Fond.de(
    [
        Couche("QPV 2015", (zone("INV-A", 0, 0, 1200),)),
        Couche("Poches", (zone("INV-P", 2000, 0),), poche=True),
    ],
    "QPV 2015 et poches",
)
SANS_FORME = Fond.de(
    [
        Couche(
            "QPV 2015",
            (zone("INV-A", 0, 0),),
            entieres=frozenset({"93066"}),
            floues=frozenset({"93050"}),
        )
    ],
    "QPV 2015, contours à venir",
)
PARTIEL = Fond.de([Couche("QPV 2015", (zone("INV-A", 0, 0),), partielle=True)], "QPV 2015")
EN_RUES = Fond.de(
    [
        Couche("QPV 2015", (zone("INV-A", 0, 0, 1200),)),
        Couche(
            "Poches",
            (zone("INV-P", 2000, 0),),
            poche=True,
            listes=(
                liste_de("RUES", "Bas du fort", ["93050"], [("Rue du Puits", "1-15 impairs", True), ("Quai Bas", "", True)]),
                liste_de("FLOUE", "Vieux bourg", ["93050"], [("Rue du Puits", "2", True), ("Rue Inconnue", "", False)]),
            ),
        ),
    ],
    "QPV 2015 et rues",
)  # fmt: skip
FONDS = (TROIS, UNE, AVEC_POCHE, SANS_FORME, PARTIEL, EN_RUES)
ECOLES = ecoles_par_uai(
    [
        Ecole("0930001A", "Collège des Ormes", "93050", "rep_plus", "Ormes"),
        Ecole("0930002B", "École du Parc", "93050", "rep", "Parc"),
        Ecole("0930003C", "École des Lilas", "93050", HORS, ""),
        Ecole("0930004D", "École sans label dit", "93050", None, ""),
    ]
)


def enfant(x: float | None = 500, y: float = 500, **faits: object) -> SituationAJuger:
    """A child in the middle of INV-A unless told otherwise, known in all."""
    lon, lat = degres(x, y) if x is not None else (None, None)
    de_base: dict[str, object] = {
        "id": "S1", "commune": "93050", "lon": lon, "lat": lat, "incertitude_m": 10.0, "score": 0.95,
        "type_position": "housenumber", "scolarise": True, "uai": "0930003C", "parcours_ouvert": True,
        "referent": "R1",
    }  # fmt: skip
    return SituationAJuger(**(de_base | faits))


def jeu(*criteres: object) -> JeuDeRegles:
    """Rules R1, R2… of these criteria."""
    return JeuDeRegles(
        tuple(RegleLocale(f"R{n}", f"Règle {n}.", c) for n, c in enumerate(criteres, 1))
    )


def cadre(fond: Fond, *criteres: object, bascule: date | None = BASCULE) -> Cadre:
    return Cadre(jeu(*criteres), fond, ECOLES, ("93050",), bascule)


situations = st.builds(
    enfant,
    x=st.one_of(st.none(), st.floats(-500, 6000), st.sampled_from([0.0, 1000.0, 1200.0, 2000.0])),
    y=st.floats(-300, 1300),
    commune=st.sampled_from(["93050", "93066", ""]),
    incertitude_m=st.sampled_from([None, 0.0, 10.0, 60.0, 400.0]),
    score=st.sampled_from([None, 0.2, 0.5, 0.9]),
    type_position=st.sampled_from(["", "housenumber", "street", "municipality"]),
    scolarise=st.sampled_from([True, True, False, None]),
    uai=st.sampled_from([*ECOLES, "0939999Z", ""]),
    parcours_ouvert=st.sampled_from([True, False, None]),
    referent=st.sampled_from(["R1", "R2", ""]),
    derogation=st.sampled_from([False, False, False, True]),
    voie=st.sampled_from(["", "rue puits", "quai bas", "avenue large"]),
    numero=st.sampled_from([None, 1, 2, 15, 40]),
)
lots = st.lists(situations, max_size=12).map(
    lambda lus: [
        SituationAJuger(**{c: getattr(s, c) for c in s.__slots__} | {"id": f"S{n}"})
        for n, s in enumerate(lus)
    ]
)
simples = st.one_of(
    st.builds(DomicileEnZone, st.sampled_from([(), ("2015",), ("ZUS",)]), st.sampled_from([(), ("INV-B",)])),
    st.builds(EcoleEnReseau, st.sampled_from([("rep",), ("rep_plus",), ("rep", "rep_plus")])),
    st.builds(Poche, st.sampled_from([("INV-P",), ("Quartier INV-B",), ("inconnue",), ("RUES",), ("FLOUE", "INV-P")])),
    st.builds(CommuneEntiere, st.sampled_from([(), ("93050",), ("93066",)])),
    st.builds(ParDerogation, st.just("raison"), st.just("auteur"), st.sampled_from([(), ("S1",)])),
)  # fmt: skip
continuites = st.builds(
    Continuite,
    st.sampled_from([None, date(2014, 12, 31), BASCULE, date(2015, 12, 31)]),
    st.booleans(),
)


def criteres(feuille: st.SearchStrategy) -> st.SearchStrategy:
    """Trees of criteria on these leaves."""
    branches = lambda enfants: st.lists(enfants, min_size=1, max_size=3).map(tuple)  # noqa: E731
    return st.recursive(
        feuille, lambda e: st.one_of(branches(e).map(Et), branches(e).map(Ou)), max_leaves=4
    )


def jeux(*, avec_continuite: bool) -> st.SearchStrategy[JeuDeRegles]:
    """Sets of one to four rules."""
    feuille = st.one_of(simples, continuites) if avec_continuite else simples
    return st.lists(criteres(feuille), min_size=1, max_size=4).map(lambda lus: jeu(*lus))
