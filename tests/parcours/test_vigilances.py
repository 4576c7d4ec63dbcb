"""Age and territory are said, and refuse nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.eligibilite.rules.verdicts import Verdict
from maillage.notions.temps import DatePartielle
from maillage.parcours.rules.vigilances import vigilances

LE = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("naissance", "dit"),
    [
        ("2024-11-29", {"trop_jeune"}),
        ("2024-11-28", set()),
        ("2024", set()),  # perhaps two years old: nobody is filtered out by an unknown day
        ("2025", {"trop_jeune"}),
        ("2009-11-29", set()),  # sixteen until tomorrow
        ("2009-11-28", {"age_tolere"}),
        ("2007-11-29", {"age_tolere"}),
        ("2007-11-28", {"trop_age"}),
        ("2009", set()),
        (None, {"age_inconnu"}),
    ],
)
def test_l_age_se_dit_hors_de_deux_a_seize_ans(naissance: str | None, dit: set[str]) -> None:
    ne = DatePartielle.lire(naissance) if naissance else None
    assert {v.code for v in vigilances(ne, "", LE)} == dit


@pytest.mark.parametrize("verdict", list(Verdict))
def test_le_territoire_se_dit_quand_il_est_a_regarder(verdict: Verdict) -> None:
    dits = vigilances(DatePartielle(2017), verdict.value, LE)
    assert {v.code for v in dits} == ({verdict.value} - {Verdict.ELIGIBLE.value})


@given(st.dates(date(2000, 1, 1), LE))
def test_une_date_moins_precise_ne_dit_jamais_plus(naissance: date) -> None:
    """Knowing less of a birth never adds a warning that the whole date does not give."""
    entiere = {v.code for v in vigilances(DatePartielle.du(naissance), "", LE)}
    for partielle in (
        DatePartielle(naissance.year),
        DatePartielle(naissance.year, naissance.month),
    ):
        assert {v.code for v in vigilances(partielle, "", LE)} <= entiere | {"age_tolere"}
