"""Twenty-five leaks planted in the house, twenty-five found by the comparison that finds none without them."""

from __future__ import annotations

import random

import pytest
from django.urls import clear_url_caches, set_urlconf

from tests.factories.monde import BASES
from tests.secret.caches import Secret, secrets
from tests.secret.fuites import FUITES, Fuite
from tests.secret.paires import Comparaison

pytestmark = BASES
SECRETS = 12  # pairs of worlds at most, among those that the leak may betray
AUTRES = 3  # requests asked beside those where the leak can show
# all of them on SQLite, one in five again on PostgreSQL and in the quick loop
FUITES_MARQUEES = [
    pytest.param(f, id=f.nom, marks=[pytest.mark.lent] if n % 5 else [])
    for n, f in enumerate(FUITES)
]


@pytest.fixture
def site_d_essai(settings: pytest.FixtureRequest) -> None:
    """The site with a PDF and a calendar more."""
    settings.ROOT_URLCONF = "tests.secret.porte_d_essai"
    clear_url_caches()
    set_urlconf(None)


def tirage(fuite: Fuite) -> random.Random:
    """The same at each run: what must be seen does not depend on luck."""
    return random.Random(fuite.nom)  # noqa: S311 - no secret is drawn


def candidats(fuite: Fuite, comparaison: Comparaison) -> list[Secret]:
    tous = [s for s in secrets(fuite.qui, comparaison.enquete.monde) if s.lieu in fuite.trahit]
    tirage(fuite).shuffle(tous)
    tous.sort(key=lambda s: s.enfant not in ("sien", "relais"))  # those she follows, where they are
    return tous[:SECRETS]


def a_demander(fuite: Fuite, secret: Secret, comparaison: Comparaison) -> list[int]:
    """Places in the trace of the requests where this leak can show, and of a few others."""
    ouvertes, autres = comparaison.portes(fuite.qui, secret.enfant)
    visees = comparaison.vers(secret.enfant, fuite.par)
    assert visees, f"{fuite.nom}: the trace never goes to {fuite.par}"
    reste = sorted({*ouvertes, *autres} - {*visees})
    return [*visees, *tirage(fuite).sample(reste, AUTRES)]


@pytest.mark.parametrize("fuite", FUITES_MARQUEES)
def test_une_fuite_plantee_est_vue(
    fuite: Fuite, comparaison: Comparaison, site_d_essai: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted, it shows; the same requests about the same pair show nothing without it."""
    percee = Comparaison(
        comparaison.enquete, listes=comparaison.listes, tris=comparaison.tris
    )  # the same requests, none of the answers
    vue, rangs = "", []
    with monkeypatch.context() as patch:
        fuite.planter(patch)
        for secret in candidats(fuite, comparaison):
            rangs = a_demander(fuite, secret, comparaison)
            vue = percee.difference(fuite.qui, secret, "Autrement", rangs) or ""
            if vue:
                break
    assert not percee.pannes, "what is planted breaks the page: that is no leak"
    assert vue, f"{fuite.nom}: {percee.compte.total()} pairs, nothing seen"
    assert comparaison.difference(fuite.qui, secret, "Autrement", rangs) is None


def test_il_y_a_vingt_cinq_fuites_toutes_differentes() -> None:
    assert len(FUITES) == len({f.nom for f in FUITES}) == len({f.planter for f in FUITES}) == 25
