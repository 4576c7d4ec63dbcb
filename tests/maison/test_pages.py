"""Every address of the site declares its act, or is on the short public list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.maison import plan


def addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


def ours() -> list[tuple[str, Any]]:
    return [(a, view) for a, view in addresses(get_resolver().url_patterns) if is_ours(view)]


def is_ours(view: Any) -> bool:
    return str(view.__module__).startswith(f"{plan.PAQUET}.")


def test_le_site_a_des_pages() -> None:
    assert len(ours()) > 1


def test_chaque_page_declare_son_acte_ou_est_publique() -> None:
    undeclared = [
        a for a, view in ours() if not hasattr(view, "acte") and not hasattr(view, "publique")
    ]
    assert undeclared == [], (
        "decorate it with `page(acte=…)`, or `publique` when it shows nothing of anybody"
    )


def test_la_liste_des_pages_publiques_est_courte_et_connue() -> None:
    public = {f"{v.__module__}.{v.__name__}" for _, v in ours() if getattr(v, "publique", False)}
    assert public == set(plan.PUBLIC_PAGES)


def test_une_page_est_ou_publique_ou_gardee() -> None:
    both = [a for a, view in ours() if hasattr(view, "acte") and hasattr(view, "publique")]
    assert both == []


def test_les_pages_des_autres_sont_celles_de_la_connexion() -> None:
    foreign = {
        view.__module__.split(".")[0]
        for address, view in addresses(get_resolver().url_patterns)
        if not is_ours(view) and not address.startswith("compte/social/")
    }
    assert foreign <= {"allauth"}
    # old addresses that the library sends elsewhere: this house answers before it
    assert is_ours(resolve("/compte/social/signup/").func)


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH"])
def test_une_page_gardee_ne_connait_que_lire_et_poster(methode: str) -> None:
    assert [a for a, view in ours() if methode in getattr(view, "methodes", ())] == []
