"""One word per concept: the lexicon knows the code, the code knows the lexicon."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.maison import plan
from tests.maison.lecture import GRAMMAR, code_names, is_rules, lexique, modules, tree_of, words

FOLDER = Path(__file__).parent
ENGLISH, COURANTS = FOLDER / "mots_anglais.txt", FOLDER / "mots_courants.txt"


def listed(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


@cache
def concepts() -> frozenset[str]:
    """Words of the lexicon, their plurals, small words, English words: what the name of a class is made of."""
    trade = trade_words()
    return frozenset(
        trade | {f"{w}s" for w in trade} | {f"{w}x" for w in trade} | GRAMMAR | set(listed(ENGLISH))
    )


def trade_words() -> set[str]:
    return {w for row in lexique() for name in code_names(row) for w in words(name)}


def named_in(path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Public classes and functions of a module, with the words that each may use."""
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef):
            allowed = concepts()
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            allowed = concepts() | set(listed(COURANTS))
        else:
            continue
        if not node.name.startswith("_"):
            yield node.name, allowed


def test_chaque_nom_public_est_fait_de_mots_connus() -> None:
    unknown: dict[str, set[str]] = {}
    for path in modules():
        if (
            is_rules(path)
            or path.name == "models.py"
            or "models" in path.parts
            or "notions" in path.parts
        ):
            for name, allowed in named_in(path):
                for word in set(words(name)) - allowed:
                    where = f"{path.relative_to(plan.SOURCES).as_posix()}::{name}"
                    unknown.setdefault(word, set()).add(where)
    told = "\n".join(
        f"{word}: {', '.join(sorted(where))}" for word, where in sorted(unknown.items())
    )
    assert not unknown, (
        f"docs/lexique.md for a concept, else mots_courants.txt or mots_anglais.txt:\n{told}"
    )


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


@pytest.mark.parametrize("path", [ENGLISH, COURANTS], ids=["anglais", "courants"])
def test_une_liste_de_mots_est_rangee_et_ne_double_pas_le_lexique(path: Path) -> None:
    assert listed(path) == sorted(set(listed(path)))
    assert set(listed(path)) & trade_words() == set(), (
        "a word of the trade is in docs/lexique.md only"
    )
