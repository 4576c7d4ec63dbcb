"""Sizes that a reader can hold in mind."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.maison import plan
from tests.maison.lecture import is_rules, modules, tree_of

ALL = [plan.RACINE / "start.py"] + [
    p for f in ("src", "bench", "tests") for p in modules(plan.RACINE / f)
]


def label(path: Path) -> str:
    return path.relative_to(plan.RACINE).as_posix()


def budget(path: Path) -> int:
    if label(path).startswith("tests/"):
        return plan.TEST_LINES
    return plan.RULES_LINES if is_rules(path) else plan.MODULE_LINES


def test_chaque_module_tient_dans_son_budget() -> None:
    sizes = {label(p): (len(p.read_text(encoding="utf-8").splitlines()), budget(p)) for p in ALL}
    too_long = {
        name: size
        for name, size in sizes.items()
        if size[0] > size[1] and name not in plan.EXCEPTIONS
    }
    assert too_long == {}


def test_chaque_fonction_tient_dans_son_budget() -> None:
    too_long = {}
    for path in ALL:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                name = f"{label(path)}::{node.name}"
                if size > plan.FUNCTION_LINES and name not in plan.EXCEPTIONS:
                    too_long[name] = size
    assert too_long == {}


def test_chaque_exception_existe_sert_et_dit_pourquoi() -> None:
    for name, reason in plan.EXCEPTIONS.items():
        path = plan.RACINE / name.partition("::")[0]
        assert path.exists(), f"{name} is gone: drop its exception"
        assert len(reason.split()) >= 5, f"{name}: say why"
