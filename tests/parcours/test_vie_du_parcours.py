"""The life of parcours drawn at random keeps its promises: a short one with every test, a long one as a campaign."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.factories.monde import BASES
from tests.parcours.vies import VUS, Vies

pytestmark = BASES
RENCONTRES = ("faits", "refusés", "annulés", "annulations refusées", "rectifiés", "retraits")


def _vivre(vies: int, pas: int) -> None:
    VUS.clear()
    sante = hypothesis.HealthCheck
    reglage = hypothesis.settings(
        max_examples=vies, stateful_step_count=pas, deadline=None, derandomize=True, database=None,
        phases=(hypothesis.Phase.generate,),  # a life shrinks for minutes: the first one that fails is shown as drawn
        suppress_health_check=[sante.too_slow, sante.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Vies, settings=reglage)
    print(dict(VUS))


def test_une_vie_de_parcours_tient_ses_promesses() -> None:
    _vivre(6, 25)
    assert min(VUS[quoi] for quoi in RENCONTRES[:2]) > 0, VUS


@pytest.mark.campagne
def test_dix_mille_pas_de_vies_de_parcours_tiennent_leurs_promesses() -> None:
    _vivre(500, 30)
    assert VUS["pas"] >= 10_000, VUS
    assert min(VUS[quoi] for quoi in (*RENCONTRES, "sortir", "rouvrir", "veiller")) > 0, VUS
