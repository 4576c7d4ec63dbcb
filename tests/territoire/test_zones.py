"""The zone of a point: grid, borders, distances."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from maillage.territoire.rules.grille import Grille
from maillage.territoire.rules.projection import METROPOLE, deprojeter, projeter, territoire_de
from maillage.territoire.rules.zones import Carte, Zone
from tests.territoire.formes import POINTS, essais, formes

CENTIMETRE = 0.01


def zone(code: str, forme) -> Zone:
    return Zone(code, f"zone inventée {code}", "", forme)


def carte_autour(*places) -> Carte:
    """A map around Neuilly-sur-Marne: shapes given around zero are put there."""
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    return Carte.de(
        zone(f"Z{i}", shapely.transform(f, lambda c: c + np.concatenate([x, y])))
        for i, f in enumerate(places)
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(formes(), min_size=1, max_size=4), st.lists(POINTS, min_size=1, max_size=30))
@example([box(0, 0, 50, 50), box(50, 0, 100, 50)], [(50.0, 25.0), (0.0, 0.0), (100.0, 50.0)])
@example(
    [Polygon([(0, 0), (90, 0), (90, 90), (0, 90)], [[(30, 30), (60, 30), (60, 60), (30, 60)]])],
    [(45.0, 45.0), (30.0, 45.0)],
)
def test_la_grille_repond_comme_shapely(lot, points) -> None:
    points = points + [p for f in lot for p in essais(f)]
    xs, ys = np.array(points, float).T
    trouvees = {(int(p), int(z)) for p, z in zip(*Grille(lot, 20.0).paires(xs, ys), strict=True)}
    attendues = {
        (i, j) for i, p in enumerate(points) for j, f in enumerate(lot) if f.covers(Point(p))
    }
    assert trouvees == attendues


@settings(max_examples=60, deadline=None)
@given(formes(), POINTS, st.sampled_from([3.0, 50.0, 1000.0]))
def test_la_taille_des_cellules_ne_change_pas_la_reponse(forme, point, pas) -> None:
    xs, ys = np.array([point[0]]), np.array([point[1]])
    assert len(Grille([forme], pas).paires(xs, ys)[0]) == int(forme.covers(Point(point)))


@settings(max_examples=60, deadline=None)
@given(formes())
def test_sur_le_bord_c_est_dedans(forme) -> None:
    coins = shapely.get_coordinates(forme)
    points, _ = Grille([forme], 20.0).paires(coins[:, 0], coins[:, 1])
    assert len(points) == len(coins)


@settings(max_examples=60, deadline=None)
@given(st.lists(formes(), min_size=1, max_size=3), st.lists(POINTS, min_size=1, max_size=20))
def test_la_distance_est_celle_du_bord_le_plus_proche(lot, points) -> None:
    carte = carte_autour(*lot)
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    xs, ys = np.array(points, float).T + np.stack([x, y])
    tous = carte.situer_tous(*deprojeter(xs, ys))
    ici = shapely.points(xs, ys)
    bords = np.array([[z.forme.boundary.distance(p) for z in carte.zones] for p in ici])
    assert tous.distances == pytest.approx(bords.min(axis=1), abs=1e-4)
    choisis = bords[np.arange(len(points)), tous.proches]
    assert choisis == pytest.approx(bords.min(axis=1), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(formes(), min_size=1, max_size=3),
    st.lists(st.tuples(POINTS, st.floats(0, 900)), min_size=1, max_size=20),
)
def test_un_bord_est_a_moins_d_une_marge_quand_la_distance_le_dit(lot, essais) -> None:
    carte = carte_autour(*lot)
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    xs, ys = np.array([p for p, _ in essais], float).T + np.stack([x, y])
    marges = np.array([m for _, m in essais])
    lons, lats = deprojeter(xs, ys)
    distances = carte.situer_tous(lons, lats).distances
    franches = np.abs(distances - marges) > 1e-6  # equal but for rounding: either answer is right
    pres = carte.bords_a_moins_de(lons, lats, marges)
    assert (pres == (distances < marges))[franches].all()
    assert not carte.bords_a_moins_de(lons * np.nan, lats, marges).any()


@settings(max_examples=100, deadline=None)
@given(st.floats(-5, 9.5), st.floats(41.3, 51.1))
def test_un_point_revient_a_sa_place_a_moins_d_un_centimetre(lon, lat) -> None:
    xs, ys = projeter(np.array([lon]), np.array([lat]))
    retour = projeter(*deprojeter(xs, ys))
    assert np.hypot(retour[0] - xs, retour[1] - ys)[0] < CENTIMETRE


@settings(max_examples=40, deadline=None)
@given(formes(), st.lists(POINTS, min_size=1, max_size=10))
def test_le_verdict_survit_a_un_aller_et_retour_de_projection(forme, points) -> None:
    carte = carte_autour(forme)
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    xs, ys = np.array(points, float).T + np.stack([x, y])
    une, deux = carte.zones_de(xs, ys), carte.zones_de(*projeter(*deprojeter(xs, ys)))
    distances = carte.situer_tous(*deprojeter(xs, ys)).distances
    loin = distances > CENTIMETRE
    assert (une[loin] == deux[loin]).all()


def test_une_carte_vide_ne_contient_rien() -> None:
    situation = Carte.de([]).situer(2.37, 48.92)
    assert (situation.zone, situation.plus_proche) == (None, None)
    assert situation.distance_m == np.inf
    assert list(Carte.de([]).situer_tous(np.array([2.0]), np.array([48.0])).indices) == [-1]


def test_deux_zones_qui_se_touchent_tiennent_toutes_deux_leur_bord_commun() -> None:
    carte = Carte.de(
        [
            zone("B", box(650_050, 6_860_000, 650_100, 6_860_050)),
            zone("A", box(650_000, 6_860_000, 650_050, 6_860_050)),
        ]
    )
    _, rangs = carte.paires(np.array([650_050.0]), np.array([6_860_025.0]))
    assert [carte.zones[r].code for r in rangs] == ["A", "B"]
    assert list(carte.zones_de(np.array([650_050.0]), np.array([6_860_025.0]))) == [0]


def test_des_zones_qui_se_recouvrent_sont_toutes_dites() -> None:
    carte = carte_autour(
        box(0, 0, 400, 400), box(100, 100, 500, 500), MultiPolygon([box(900, 0, 950, 50)])
    )
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    lon, lat = deprojeter(x + 250, y + 250)
    situation = carte.situer(float(lon[0]), float(lat[0]))
    assert [z.code for z in situation.toutes] == ["Z0", "Z1"]
    assert situation.zone == situation.toutes[0]
    assert situation.distance_m == pytest.approx(150, abs=1e-3)


def test_un_point_de_nulle_part_n_est_dans_aucune_zone() -> None:
    carte = carte_autour(box(0, 0, 100, 100))
    tous = carte.situer_tous(np.array([-70.0, np.nan, 2.53]), np.array([40.0, 48.0, 48.86]))
    assert list(tous.indices) == [-1, -1, 0]
    assert list(tous.proches) == [-1, -1, 0]
    assert list(np.isinf(tous.distances)) == [True, True, False]


def test_une_carte_tient_la_metropole_et_l_outre_mer_sans_les_meler() -> None:
    lieux = {"CENON": (-0.53, 44.85), "CAYENNE": (-52.33, 4.93), "FORT": (-61.06, 14.61),
             "DENIS": (55.45, -20.88), "MAMOUDZOU": (45.22, -12.78)}  # fmt: skip
    carres = []
    for code, (lon, lat) in lieux.items():
        x, y = projeter(np.array([lon]), np.array([lat]))
        carres.append(zone(code, box(x[0] - 100, y[0] - 100, x[0] + 100, y[0] + 100)))
    carte = Carte.de(carres)
    for code, (lon, lat) in lieux.items():
        situation = carte.situer(lon, lat)
        assert situation.zone is not None
        assert situation.zone.code == code
        assert situation.distance_m == pytest.approx(100, abs=1e-3)


def test_un_point_hors_de_france_n_a_pas_de_territoire() -> None:
    assert territoire_de(2.5, 48.9) is METROPOLE
    assert territoire_de(48.9, 2.5) is None
    assert territoire_de(654_077, 6_869_874) is None


def test_des_points_serres_et_des_points_epars_ont_la_meme_distance() -> None:
    hasard = np.random.default_rng(3)
    carte = carte_autour(box(0, 0, 400, 300), box(400, 0, 500, 90), box(-900, 40, -850, 70))
    x, y = projeter(np.array([2.53]), np.array([48.86]))
    xs, ys = x + hasard.uniform(-600, 600, 4000), y + hasard.uniform(-100, 100, 4000)
    ensemble, proches = carte._bords.mesurer(xs, ys)
    seuls = [carte._bords.mesurer(xs[i : i + 1], ys[i : i + 1]) for i in range(0, 4000, 40)]
    assert ensemble[::40] == pytest.approx([d[0] for d, _ in seuls], abs=1e-7)
    egaux = np.array([z[0] for _, z in seuls]) == proches[::40]
    assert egaux.all()
