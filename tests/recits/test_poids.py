"""What pages weigh on the wire: budgets of the design, for phones and slow lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Response

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["repris"], indirect=True),
]
PREMIERE, SUIVANTES = 150 * 1024, 25 * 1024
PAGES = ("/", "/enfants/", "/reprise/", "/reprise/a-trier/", "/chiffres/?annee=2025", "/aide/")


class Balance:
    """Bytes of answers as they travel. A collected file counts once: its name changes with its content, it stays in cache."""

    def __init__(self, r) -> None:
        self.r, self.connus = r, set()
        self.recues: list[Response] = []
        r.page.on("response", self._recevoir)

    def _recevoir(self, reponse: Response) -> None:
        self.recues.append(reponse)

    def peser(self, adresse: str) -> int:
        self.recues.clear()
        self.r.aller(adresse)
        self.r.page.wait_for_load_state("networkidle")
        nouvelles = [r for r in self.recues if r.url not in self.connus]
        self.connus |= {r.url for r in nouvelles if "/statique/" in r.url}
        return sum(r.request.sizes()["responseBodySize"] for r in nouvelles)


def test_la_premiere_page_et_les_suivantes_tiennent_leur_budget(regard):
    balance = Balance(regard)
    assert 30 * 1024 < balance.peser("/compte/login/") <= PREMIERE
    regard.entrer("leila")
    poids = {adresse: balance.peser(adresse) for adresse in PAGES}
    regard.aller("/enfants/")
    enfant = regard.page.locator("#resultats tbody a").first.get_attribute("href")
    poids["enfant"] = balance.peser(enfant)
    assert {a: p for a, p in poids.items() if not 500 < p <= SUIVANTES} == {}
