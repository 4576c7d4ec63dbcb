"""One word per concept: the lexicon knows the code, the code knows the lexicon."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.maison import plan
from tests.maison.lecture import GRAMMAR, code_names, is_rules, lexique, modules, tree_of, words

ENGLISH = Path(__file__).parent / "mots_anglais.txt"


def named_in(path: Path) -> Iterator[str]:
    """Public classes and functions of a module."""
    for node in tree_of(path).body:
        kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node.name


@cache
def known_words() -> frozenset[str]:
    french = {w for row in lexique() for name in code_names(row) for w in words(name)}
    english = ENGLISH.read_text(encoding="utf-8").split()
    return frozenset(
        french | {f"{w}s" for w in french} | {f"{w}x" for w in french} | GRAMMAR | set(english)
    )


def test_chaque_nom_public_est_fait_de_mots_connus() -> None:
    unknown: dict[str, set[str]] = {}
    for path in modules():
        if (
            is_rules(path)
            or path.name == "models.py"
            or "models" in path.parts
            or "notions" in path.parts
        ):
            for name in named_in(path):
                for word in set(words(name)) - known_words():
                    where = f"{path.relative_to(plan.SOURCES).as_posix()}::{name}"
                    unknown.setdefault(word, set()).add(where)
    told = "\n".join(
        f"{word}: {', '.join(sorted(where))}" for word, where in sorted(unknown.items())
    )
    assert not unknown, f"docs/lexique.md for a word of the trade, else mots_anglais.txt:\n{told}"


@cache
def said_by_the_code() -> frozenset[str]:
    said = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    for path in modules():
        said |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(said)


def test_chaque_entree_du_lexique_sert_dans_le_code() -> None:
    unused = [
        name for row in lexique() for name in code_names(row) if name not in said_by_the_code()
    ]
    assert unused == [], "a word that no code uses is not yet one of the house"


def test_chaque_entree_du_lexique_est_complete() -> None:
    for row in lexique():
        assert code_names(row), f"{row['terme']}: its name in the code, in back-quotes"
        assert len(row["définition"].split()) >= 3, f"{row['terme']}: its definition"
        assert row["fondement"], f"{row['terme']}: its ground, or « usage du métier »"


def test_un_terme_n_a_qu_une_entree_et_un_nom_n_a_qu_un_sens() -> None:
    terms = [row["terme"].lower() for row in lexique()]
    names = [name for row in lexique() for name in code_names(row)]
    assert sorted(set(terms)) == sorted(terms)
    assert sorted(set(names)) == sorted(names)


def test_un_nom_de_code_n_a_pas_d_accent() -> None:
    assert [n for row in lexique() for n in code_names(row) if not n.isascii()] == []


def test_les_mots_anglais_sont_ranges_et_ne_sont_pas_du_metier() -> None:
    listed = ENGLISH.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    trade = {w for row in lexique() for name in code_names(row) for w in words(name)}
    assert set(listed) & trade == set(), "a word is of the trade or is English"
