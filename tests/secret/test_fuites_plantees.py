"""Twenty-five leaks planted in the house, twenty-five found by the comparison that finds none without them."""

from __future__ import annotations

import random

import pytest
from django.urls import clear_url_caches, set_urlconf

from tests.factories.monde import BASES
from tests.secret.caches import Secret, secrets
from tests.secret.fuites import FUITES, Fuite
from tests.secret.paires import Comparaison

pytestmark = [BASES, pytest.mark.campagne]
ESSAIS = 12  # pairs of worlds at most, among those that the leak may betray


@pytest.fixture
def site_d_essai(settings: pytest.FixtureRequest) -> None:
    """The site with a PDF and a calendar more."""
    settings.ROOT_URLCONF = "tests.secret.porte_d_essai"
    clear_url_caches()
    set_urlconf(None)


def candidats(fuite: Fuite, comparaison: Comparaison) -> list[Secret]:
    tous = [s for s in secrets(fuite.qui, comparaison.enquete.monde) if s.lieu in fuite.trahit]
    random.Random(fuite.nom).shuffle(tous)  # noqa: S311 - the same order at each run
    tous.sort(key=lambda s: s.enfant not in ("sien", "relais"))  # those she follows, where they are
    return tous[:ESSAIS]


@pytest.mark.parametrize("fuite", FUITES, ids=lambda f: f.nom)
def test_une_fuite_plantee_est_vue(
    fuite: Fuite, comparaison: Comparaison, site_d_essai: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted, it shows; the same request about the same pair shows nothing without it."""
    saine, percee = (Comparaison(comparaison.enquete) for _ in range(2))
    vue = ""
    with monkeypatch.context() as patch:
        fuite.planter(patch)
        for secret in candidats(fuite, comparaison):
            ouvertes, autres = percee.portes(
                fuite.qui, secret.enfant
            )  # the whole trace, pages first
            rangs = [*ouvertes, *autres]
            vue = percee.difference(fuite.qui, secret, "Autrement", rangs) or ""
            if vue:
                break
    assert vue, f"{fuite.nom}: {percee.compte.total()} pairs, nothing seen"
    assert saine.difference(fuite.qui, secret, "Autrement", [percee.derniere]) is None


def test_il_y_a_vingt_cinq_fuites_toutes_differentes() -> None:
    assert len(FUITES) == len({f.nom for f in FUITES}) == len({f.planter for f in FUITES}) == 25
