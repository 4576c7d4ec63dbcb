"""Rooms, their furniture, the names that are not allowed."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.maison import carte, passages, plan
from tests.maison.lecture import code_names, imported, is_rules, lexique, modules, tree_of

PIECES = plan.existing_rooms()


@pytest.mark.parametrize("room", PIECES)
def test_une_piece_dit_ce_qu_elle_est_et_ne_fait_rien_d_autre(room: str) -> None:
    tree = tree_of(plan.SOURCES / room / "__init__.py")
    docstring = ast.get_docstring(tree) or ""
    assert docstring.strip(), "the docstring of a room says what it is"
    assert "Neighbours:" in docstring, "… and which rooms stand beside it"
    assert len(tree.body) == 1, "`__init__.py` holds nothing but its docstring"


@pytest.mark.parametrize("room", PIECES)
def test_une_piece_est_au_plan_sur_la_carte_et_au_lexique(room: str) -> None:
    assert room in plan.rooms(), "add it to ROOMS in tests/maison/plan.py, at its place"
    assert f"| `{room}` |" in carte.CARTE.read_text(encoding="utf-8")
    assert room in {name for row in lexique() for name in code_names(row)}


def test_un_dossier_de_sources_est_une_piece() -> None:
    folders = {p.name for p in plan.SOURCES.iterdir() if p.is_dir() and any(p.rglob("*.py"))}
    assert folders <= set(PIECES), "a room has an `__init__.py`"


def test_la_carte_et_les_contrats_sont_a_jour() -> None:
    assert carte.CARTE.read_text(encoding="utf-8") == carte.carte(), "run `start.py carte`"
    assert carte.CONTRATS.read_text(encoding="utf-8") == plan.contracts(), "run `start.py carte`"


def test_la_page_des_passages_est_celle_de_leur_table() -> None:
    assert passages.PAGE.read_text(encoding="utf-8") == passages.page(), "run `start.py carte`"


def test_aucun_module_fourre_tout() -> None:
    everywhere = [p for part in ("src", "tests", "bench") for p in modules(plan.RACINE / part)]
    drawers = [
        str(path.relative_to(plan.RACINE))
        for path in everywhere
        for name in (path.stem, path.parent.name)
        if set(name.split("_")) & set(plan.FORBIDDEN_NAMES)
    ]
    assert drawers == []


def belongs_to_rules(name: str) -> bool:
    """A rules module may import the notions and the rules of other rooms; the contracts keep the order."""
    parts = name.split(".")
    return parts[:2] == [plan.PAQUET, "notions"] or (
        parts[0] == plan.PAQUET and "rules" in parts[2:3]
    )


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if is_rules(p) or "notions" in p.parts],
    ids=lambda p: str(p.relative_to(plan.SOURCES)),
)
def test_une_regle_est_pure(path: Path) -> None:
    allowed = set(sys.stdlib_module_names) | set(plan.LIBRARIES_OF_RULES)
    foreign = {
        n for n in imported(path) if n.split(".")[0] not in allowed and not belongs_to_rules(n)
    }
    assert foreign == set(), "rules take values and give decisions; they read nothing"
    clocks = {"today", "now", "utcnow"}
    calls = [n.func for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)]
    read = [c.attr for c in calls if isinstance(c, ast.Attribute) and c.attr in clocks]
    assert read == [], "a rule has no clock: the day is one of its arguments"


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if p.name == "views.py" or "views" in p.parts],
    ids=lambda p: str(p.relative_to(plan.SOURCES)),
)
def test_une_page_ne_touche_aucun_modele(path: Path) -> None:
    assert [
        n for n in imported(path) if n.startswith(plan.PAQUET) and "models" in n.split(".")
    ] == []
