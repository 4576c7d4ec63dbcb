"""What is stored is a code, never a label: ASCII, lower case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.maison import plan
from tests.maison.lecture import modules, tree_of

CODE = re.compile(r"[a-z0-9]+(?:[_.:+-][a-z0-9]+)*")
CHOICES = {"StrEnum", "TextChoices"}


def stored_codes() -> Iterator[tuple[str, str]]:
    """Each value of each enumeration of strings, with the place where it is written."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {
                b.attr if isinstance(b, ast.Attribute) else getattr(b, "id", "") for b in node.bases
            }
            if not bases & CHOICES:
                continue
            for line in node.body:
                if isinstance(line, ast.Assign):
                    first = line.value.elts[0] if isinstance(line.value, ast.Tuple) else line.value
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield (
                            f"{path.relative_to(plan.SOURCES).as_posix()}::{node.name}",
                            first.value,
                        )


def test_chaque_code_enregistre_est_en_minuscules_sans_accent() -> None:
    assert [(where, code) for where, code in stored_codes() if not CODE.fullmatch(code)] == []


def test_un_code_ne_sert_qu_une_fois_dans_sa_liste() -> None:
    codes = list(stored_codes())
    assert sorted(set(codes)) == sorted(codes)
