"""A device in plain words, and never a piece of what the browser sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.comptes.appareils import INCONNU, NAVIGATEURS, SYSTEMES, appareil_en_mots

MOZ, KIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"
WIN, MAC = "(Windows NT 10.0; Win64; x64)", "(Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PIXEL, TABLETTE = "(Linux; Android 14; Pixel 8)", "(Linux; Android 13; SM-X200)"
EXEMPLES = {
    f"{MOZ} (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0": "Firefox sur Windows",
    f"{MOZ} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox sur Linux",
    f"{MOZ} (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0": "Firefox sur téléphone Android",
    f"{MOZ} {WIN} {KIT} Chrome/130.0.0.0 Safari/537.36": "Chrome sur Windows",
    f"{MOZ} {WIN} {KIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0": "Edge sur Windows",
    f"{MOZ} {WIN} {KIT} Chrome/129.0.0.0 Safari/537.36 OPR/115.0.0.0": "Opera sur Windows",
    f"{MOZ} {MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15": "Safari sur Mac",
    f"{MOZ} {IPHONE} Version/17.5 Mobile/15E148 Safari/604.1": "Safari sur iPhone",
    f"{MOZ} {IPHONE} CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1": "Chrome sur iPhone",
    f"{MOZ} {IPHONE} FxiOS/131.0 Mobile/15E148 Safari/605.1.15": "Firefox sur iPhone",
    f"{MOZ} (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1 Version/12.1 Safari/604.1": "Safari sur iPad",
    f"{MOZ} {PIXEL} {KIT} Chrome/130.0.0.0 Mobile Safari/537.36": "Chrome sur téléphone Android",
    f"{MOZ} {TABLETTE} {KIT} Chrome/130.0.0.0 Safari/537.36": "Chrome sur tablette Android",
    f"{MOZ} {PIXEL} {KIT} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36":
        "Samsung Internet sur téléphone Android",
    f"{MOZ} (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/130.0.0.0 Safari/537.36": "Chrome sur Chromebook",
    f"{MOZ} (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko": "Navigateur non reconnu sur Windows",
    "Opera/9.80 Firefox/2.0": "Firefox, appareil non reconnu",
    "curl/8.5.0": INCONNU,
    "": INCONNU,
}  # fmt: skip


@pytest.mark.parametrize("agent", EXEMPLES)
def test_un_appareil_se_dit_en_mots(agent: str) -> None:
    assert appareil_en_mots(agent) == EXEMPLES[agent]


MARQUES = [m for m, _ in (*NAVIGATEURS, *SYSTEMES)] + ["Android", "Mobile", "<script>", " ", ";"]
POSSIBLES = {
    appareil_en_mots(f"{n} {s}")
    for n in ("", *(m for m, _ in NAVIGATEURS))
    for s in ("", "Android", "Android Mobile", *(m for m, _ in SYSTEMES))
}


@given(st.one_of(st.text(), st.lists(st.sampled_from(MARQUES)).map("".join)))
def test_ce_qu_envoie_un_navigateur_n_est_jamais_repete(agent: str) -> None:
    assert appareil_en_mots(agent) in POSSIBLES
