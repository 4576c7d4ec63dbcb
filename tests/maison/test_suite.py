"""The suite says what it did: counts added up, and a failure for all that fell."""

from __future__ import annotations

import pytest

from tests.suite import AUCUN_TEST, Bilan


def report(
    passed: int = 0, failed: int = 0, error: int = 0, skipped: tuple[str, ...] = ()
) -> dict[str, object]:
    return {"passed": passed, "failed": failed, "error": error, "skipped": list(skipped)}


def test_les_passes_s_additionnent_et_une_erreur_compte_comme_un_echec() -> None:
    bilan = Bilan()
    bilan.add(0, report(passed=3, skipped=("absent",)))
    bilan.add(1, report(passed=2, failed=1, error=1, skipped=("absent",)))
    assert (bilan.passed, bilan.failed, bilan.code) == (5, 2, 1)
    assert bilan.skipped == {"absent": 2}


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ((0, 0), 0),
        ((0, AUCUN_TEST), 0),
        ((AUCUN_TEST, AUCUN_TEST), AUCUN_TEST),
        ((0, 2), 2),
        ((1, 0), 1),
    ],
)
def test_une_passe_sans_test_n_est_un_echec_que_si_toutes_le_sont(
    codes: tuple[int, ...], code: int
) -> None:
    bilan = Bilan()
    for one in codes:
        bilan.add(one, report())
    assert bilan.code == code


def test_une_passe_qui_tombe_avant_sa_fin_est_un_echec() -> None:
    bilan = Bilan()
    bilan.add(3, None)
    assert (bilan.failed, bilan.code) == (1, 3)
