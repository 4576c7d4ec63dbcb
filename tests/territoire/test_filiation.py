"""What became of each zone from one generation to the next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import box

from maillage.territoire.rules.filiation import Devenir, filiations, recouvrements
from maillage.territoire.rules.zones import Zone
from tests.territoire.formes import formes


def zone(code: str, *cotes: float) -> Zone:
    return Zone(code, f"zone inventée {code}", "", box(*cotes))


def devenirs(avant: list[Zone], apres: list[Zone]) -> dict[tuple, Devenir]:
    return {(f.avant, f.apres): f.devenir for f in filiations(avant, apres)}


def test_les_six_devenirs() -> None:
    avant = [
        zone("A", 0, 0, 100, 100),
        zone("B", 200, 0, 300, 100),
        zone("C", 400, 0, 500, 100),
        zone("D", 600, 0, 700, 100),
        zone("E", 700, 0, 800, 100),
        zone("F", 900, 0, 1000, 100),
    ]
    apres = [
        zone("a", 0, 0, 100, 100.5),
        zone("b", 200, 0, 250, 100),
        zone("c1", 400, 0, 440, 100),
        zone("c2", 460, 0, 500, 100),
        zone("de", 600, 0, 800, 100),
        zone("n", 2000, 0, 2100, 100),
    ]
    assert devenirs(avant, apres) == {
        (("A",), ("a",)): Devenir.CONSERVEE,
        (("B",), ("b",)): Devenir.MODIFIEE,
        (("C",), ("c1", "c2")): Devenir.DIVISEE,
        (("D", "E"), ("de",)): Devenir.FUSIONNEE,
        (("F",), ()): Devenir.DISPARUE,
        ((), ("n",)): Devenir.NOUVELLE,
    }


def test_les_parts_sont_dites() -> None:
    (ligne,) = filiations([zone("A", 0, 0, 100, 100)], [zone("b", 50, 0, 250, 100)])
    (lien,) = ligne.liens
    assert (lien.part_d_avant, lien.part_d_apres) == (pytest.approx(0.5), pytest.approx(0.25))
    assert ligne.reste == pytest.approx(0.5)


def test_deux_zones_qui_se_touchent_ou_se_frolent_ne_sont_pas_parentes() -> None:
    avant, apres = [zone("A", 0, 0, 100, 100)], [zone("b", 99, 0, 200, 100)]
    assert set(devenirs(avant, apres).values()) == {Devenir.DISPARUE, Devenir.NOUVELLE}


def test_trois_quartiers_deviennent_un_seul() -> None:
    avant = [zone("1", 0, 0, 100, 100), zone("2", 300, 0, 400, 100), zone("3", 600, 0, 700, 100)]
    resultat = devenirs(avant, [zone("n", 610, 0, 700, 100)])
    assert resultat == {
        (("1",), ()): Devenir.DISPARUE,
        (("2",), ()): Devenir.DISPARUE,
        (("3",), ("n",)): Devenir.MODIFIEE,
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(formes(), min_size=1, max_size=4), st.lists(formes(), max_size=4))
def test_chaque_zone_est_dans_une_ligne_et_une_seule(avant, apres) -> None:
    a = [Zone(f"A{i}", "", "", f) for i, f in enumerate(avant)]
    b = [Zone(f"B{i}", "", "", translate(f, 13, 7)) for i, f in enumerate(apres)]
    lignes = filiations(a, b)
    assert sorted(c for f in lignes for c in f.avant) == [z.code for z in a]
    assert sorted(c for f in lignes for c in f.apres) == [z.code for z in b]
    for f in lignes:
        assert all(0 < x.part_d_avant < 1 + 1e-9 and 0 < x.part_d_apres < 1 + 1e-9 for x in f.liens)


@settings(max_examples=40, deadline=None)
@given(formes())
def test_une_carte_comparee_a_elle_meme_est_conservee(forme) -> None:
    (ligne,) = filiations([Zone("A", "", "", forme)], [Zone("A", "", "", forme)])
    assert ligne.devenir is Devenir.CONSERVEE
    assert ligne.reste == pytest.approx(0, abs=1e-9)


def test_les_recouvrements_d_une_generation_sont_dits_et_les_bords_communs_ne_le_sont_pas() -> None:
    zones = [zone("A", 0, 0, 100, 100), zone("B", 100, 0, 200, 100), zone("C", 150, 0, 250, 100)]
    (seul,) = recouvrements(zones)
    assert (seul.une, seul.autre, seul.metres_carres) == ("B", "C", pytest.approx(5000))
    assert seul.part == pytest.approx(0.5)
