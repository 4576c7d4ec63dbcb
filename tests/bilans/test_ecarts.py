"""The gap to the rest and its interval: values that Newcombe published, laws, and what may be said of the aim."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bilans.rules.ecarts import (
    Conclusion,
    Part,
    Z,
    ecart,
    ecart_a_un_taux,
    newcombe,
    wilson,
)

# Newcombe, «Interval estimation for the difference between independent proportions», Statistics in Medicine 17 (1998), table II, method 10.
PUBLIES = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]
parts = st.integers(1, 400).flatmap(lambda n: st.integers(0, n).map(lambda k: Part(k, n)))


@pytest.mark.parametrize(("un", "deux", "bas", "haut"), PUBLIES)
def test_l_intervalle_est_celui_que_newcombe_a_publie(
    un: tuple[int, int], deux: tuple[int, int], bas: float, haut: float
) -> None:
    lu = newcombe(Part(*un), Part(*deux))
    assert lu == pytest.approx((bas, haut), abs=6e-5)


@given(parts)
def test_les_bornes_d_une_part_sont_les_racines_du_score(part: Part) -> None:
    """Wilson's bounds solve (p̂ - p)² = z² p(1-p)/n: checked without the formula that gives them."""
    p, n = part.taux, part.effectif
    for borne in wilson(part):
        assert 0 <= borne <= 1
        if 1e-9 < borne < 1 - 1e-9:
            assert isclose(
                (p - borne) ** 2, Z * Z * borne * (1 - borne) / n, rel_tol=1e-6, abs_tol=1e-9
            )
    bas, haut = wilson(part)
    assert bas - 1e-12 <= p <= haut + 1e-12


@given(parts, parts)
def test_l_intervalle_contient_l_ecart_et_se_retourne_quand_on_echange(
    un: Part, deux: Part
) -> None:
    bas, haut = newcombe(un, deux)
    assert -1 <= bas <= un.taux - deux.taux + 1e-12
    assert un.taux - deux.taux - 1e-12 <= haut <= 1
    assert newcombe(deux, un) == pytest.approx((-haut, -bas))


@given(parts, parts, st.integers(2, 5))
def test_plus_d_eleves_aux_memes_taux_resserrent_l_intervalle(
    un: Part, deux: Part, fois: int
) -> None:
    bas, haut = newcombe(un, deux)
    plus = newcombe(*(Part(p.nombre * fois, p.effectif * fois) for p in (un, deux)))
    assert plus[1] - plus[0] <= haut - bas + 1e-9


@given(parts)
def test_un_reste_compte_sur_tout_un_pays_vaut_un_taux_exact(reseau: Part) -> None:
    compte, exact = ecart(reseau, Part(640_000, 1_000_000)), ecart_a_un_taux(reseau, 0.64)
    assert compte.points == pytest.approx(exact.points)
    assert (compte.bas, compte.haut) == pytest.approx((exact.bas, exact.haut), abs=0.6)


def test_on_ne_dit_l_objectif_atteint_que_si_tout_l_intervalle_est_dessous() -> None:
    assert ecart(Part(730, 1000), Part(7500, 10000)).conclusion is Conclusion.SOUS_L_OBJECTIF
    assert ecart(Part(400, 1000), Part(7500, 10000)).conclusion is Conclusion.AU_DESSUS
    assert ecart(Part(40, 60), Part(75, 100)).conclusion is Conclusion.INDECIS
    assert ecart(Part(10, 19), Part(75, 100)).conclusion is Conclusion.EFFECTIFS_PETITS


def test_un_ecart_est_positif_quand_le_reseau_est_derriere() -> None:
    assert ecart(Part(60, 100), Part(80, 100)).points == pytest.approx(20)


@pytest.mark.parametrize(("nombre", "effectif"), [(-1, 5), (6, 5), (0, 0)])
def test_une_part_impossible_ne_se_construit_pas(nombre: int, effectif: int) -> None:
    with pytest.raises(ValueError, match="effectif"):
        Part(nombre, effectif)
