"""Templates: a page stands on a base, a fragment says it is one; nothing inline, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.maison.plan import BASE_TEMPLATES, FRAGMENT_FOLDERS, SOURCES

TEMPLATES = sorted(SOURCES.glob("*/templates/**/*.html"))
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style block": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=\s*["']""", re.IGNORECASE),
    "event attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "address outside": re.compile(
        r"""\b(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE
    ),
    "raw value": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}


def label(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


def test_une_page_etend_une_base_un_fragment_commence_par_un_tiret_bas() -> None:
    strangers = []
    for path in TEMPLATES:
        text = re.sub(
            r"{#.*?#}|{%\s*comment.*?endcomment\s*%}",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        is_page = text.lstrip().startswith("{% extends ")
        is_fragment = path.name.startswith("_") or bool(FRAGMENT_FOLDERS & set(path.parts))
        if is_page == is_fragment and label(path) not in BASE_TEMPLATES:
            strangers.append(label(path))
    assert strangers == []


@pytest.mark.parametrize("what", INLINE)
def test_rien_en_ligne_et_rien_du_dehors(what: str) -> None:
    found = [label(p) for p in TEMPLATES if INLINE[what].search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_un_gabarit_est_range_au_nom_de_sa_piece() -> None:
    allowed = {"coquille": {"account", "mfa", "allauth", "usersessions", "socialaccount"}}
    lost = []
    for path in TEMPLATES:
        room, _, *rest = path.relative_to(SOURCES).parts
        if rest[0] != room and rest[0] not in allowed.get(room, set()) and len(rest) > 1:
            lost.append(label(path))
    assert lost == []
