"""The life of parcours drawn at random keeps its promises: a short one with every test, a long one as a campaign."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.factories.monde import BASES
from tests.parcours.vies import VUS, Vies

pytestmark = BASES
RENCONTRES = ("faits", "refusés")


def _vivre(vies: int, pas: int, graine: int | None = None) -> None:
    VUS.clear()
    Vies._hypothesis_internal_use_seed = graine  # type: ignore[attr-defined]
    sante = hypothesis.HealthCheck
    reglage = hypothesis.settings(
        max_examples=vies, stateful_step_count=pas, deadline=None, derandomize=graine is None, database=None,
        phases=(hypothesis.Phase.generate,),  # a life shrinks for minutes: the first one that fails is shown as drawn
        suppress_health_check=[sante.too_slow, sante.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Vies, settings=reglage)
    print(dict(VUS))


@pytest.mark.lent
def test_une_vie_de_parcours_tient_ses_promesses() -> None:
    _vivre(6, 25)
    assert min(VUS[quoi] for quoi in RENCONTRES) > 0, VUS


@pytest.mark.campagne
@pytest.mark.parametrize("lot", range(17))
def test_dix_mille_pas_de_vies_de_parcours_tiennent_leurs_promesses(lot: int) -> None:
    """Lots share the processors: 17 of 590 steps at least."""
    _vivre(22, 30, graine=1000 + lot)
    assert VUS["pas"] >= 590, VUS
    assert VUS["faits"] > 0, VUS
