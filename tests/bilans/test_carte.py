"""The map of a report: whole or absent, the same numbers as the list, nothing of a home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shapely import Polygon, box

from maillage.bilans.dessins import svg_de_page, svg_imprime
from maillage.bilans.queries.rapports import composer
from maillage.bilans.rules.carte import avec_la_carte
from maillage.bilans.rules.rapport import Section, sections_de_la_parution
from maillage.publications.rules.parutions import ParutionDetaillee
from maillage.territoire import cartes, cartes_livrees
from maillage.territoire.rules.zones import Zone
from tests.bilans.parutions import quartiers
from tests.factories.monde import BASES, Monde

ZONES = (
    Zone("QN1", "Le Canal", "93066", box(0, 0, 900, 700)),
    Zone("QN2", "Centre", "93066", box(1000, 100, 1800, 900)),
    Zone("QN3", "Les Glycines", "93066", Polygon(
        [(0, 800), (600, 800), (600, 1300), (0, 1300)], [[(200, 900), (400, 900), (400, 1000), (200, 1000)]])),
)  # fmt: skip


def publics(lue: ParutionDetaillee, zones: tuple[Zone, ...]) -> Section:
    return next(
        s for s in avec_la_carte(sections_de_la_parution(lue, {}), lue, zones) if s.code == "public"
    )


def test_la_carte_suit_la_liste_et_dit_les_memes_nombres() -> None:
    lue = quartiers({"QN1": 60, "QN2": 30, "QN3": 5, "hors": 50})
    section = publics(lue, ZONES)
    liste, carte = section.blocs[-2:]
    assert (liste.table, carte.table, carte.titre) == ("quartier", "quartier", "La carte")
    assert carte.dessin
    assert (
        carte.dessin.description
        == "Carte des quartiers. Le Canal : 60 ; Centre : 30 ; Les Glycines : 5."
    )
    textes = [f.texte for f in carte.dessin.formes if f.balise == "text"]
    assert {"60", "30", "5"} <= set(textes)
    teintes = [f.classe for f in carte.dessin.formes if f.balise == "path" and f.classe != "ga"]
    assert teintes == ["g1", "g2", "tint"]
    assert "circle" not in {f.balise for f in carte.dessin.formes}, "no point is placed"
    assert all(0 <= y <= carte.dessin.hauteur for y in ordonnees(carte.dessin.formes))
    for svg in (svg_de_page(carte.dessin, "c"), svg_imprime(carte.dessin)):
        assert svg.count("<path") == 6


def ordonnees(formes: object) -> list[float]:
    lus = []
    for f in (f for f in formes if f.balise == "path"):  # type: ignore[attr-defined]
        points = f.attribut("d").replace("M", "L").replace("Z", "").split("L")
        lus += [float(p.split(",")[1]) for p in points if p]
    return lus


def test_un_nombre_masque_est_hachure_sur_la_carte() -> None:
    carte = publics(quartiers({"QN1": 60, "QN2": None, "QN3": 5}, "secret"), ZONES).blocs[-1]
    assert carte.dessin
    assert [f.classe for f in carte.dessin.formes].count("h") == 1
    assert "masqué" in [f.texte for f in carte.dessin.formes]


def test_une_carte_incomplete_n_est_pas_dessinee() -> None:
    lue = quartiers({"QN1": 60, "QN2": 30, "QN3": 5})
    for zones in ((), ZONES[:1], ZONES[:2]):
        assert [b.titre for b in publics(lue, zones).blocs if b.titre == "La carte"] == []
    vide = quartiers({"QN1": 0, "QN2": 0, "QN3": 0, "hors": 100})
    assert "La carte" not in [b.titre for b in publics(vide, ZONES).blocs]


@BASES
def test_les_contours_sont_ceux_de_la_carte_en_vigueur_a_la_fin_de_la_periode(monde: Monde) -> None:
    cartes_livrees.charger_zones_inventees(monde.programme.pk)
    generation = cartes.generation(cartes_livrees.AVANT.code, monde.programme.pk)
    codes = [z.code for z in cartes.zones(generation.id)]
    lue = quartiers(dict.fromkeys(codes, 20))
    lue = replace(lue, arretee_au=generation.depuis)
    rapport = composer(monde.programme.pk, lue, {}, at=monde.aujourd_hui)
    public = rapport.section("public")
    assert public
    carte = next(b for b in public.blocs if b.titre == "La carte")
    assert carte.dessin
    assert sum(f.texte == "20" for f in carte.dessin.formes) == len(codes) > 1
    avant = replace(lue, arretee_au=generation.depuis - timedelta(days=1))
    sans = composer(monde.programme.pk, avant, {}, at=monde.aujourd_hui).section("public")
    assert sans
    assert "La carte" not in [b.titre for b in sans.blocs]
