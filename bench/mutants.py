"""Mutants of a module: made one at a time from its source, then grafted on the module that the tests already know."""

from __future__ import annotations

import ast
import contextlib
import copy
import dataclasses
import datetime as dt
import inspect
import logging
import re
import sys
import types
from collections.abc import Iterator
from typing import Any

CONTRAIRES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
RELATIONS = {"CERCLE": "MEME_PROGRAMME", "MEME_PROGRAMME": "CERCLE"}


def variantes(noeud: ast.AST) -> Iterator[ast.AST]:
    """Every mutant of one node."""
    autre = copy.deepcopy(noeud)
    if isinstance(autre, ast.Compare) and type(autre.ops[0]) in CONTRAIRES:
        autre.ops[0] = CONTRAIRES[type(autre.ops[0])]()  # type: ignore[call-overload]
        yield autre
    elif isinstance(autre, ast.BinOp | ast.BoolOp) and type(autre.op) in CONTRAIRES:
        autre.op = CONTRAIRES[type(autre.op)]()  # type: ignore[assignment]
        yield autre
    elif isinstance(autre, ast.UnaryOp) and isinstance(autre.op, ast.Not):
        yield autre.operand
    elif isinstance(autre, ast.Constant) and type(autre.value) in (bool, int, str, bytes):
        yield ast.Constant(_autre_valeur(autre.value))
    elif isinstance(autre, ast.If | ast.IfExp):
        autre.test = ast.UnaryOp(ast.Not(), autre.test)
        yield autre
    elif isinstance(autre, ast.Return) and getattr(autre.value, "value", autre.value) is not None:
        autre.value = ast.Constant(None)
        yield autre
    elif isinstance(autre, ast.Attribute) and autre.attr in RELATIONS:
        autre.attr = RELATIONS[autre.attr]
        yield autre
    elif isinstance(autre, ast.Set) and len(autre.elts) > 1:
        for n in range(len(autre.elts)):
            moins = copy.deepcopy(autre)
            del moins.elts[n]
            yield moins


def _autre_valeur(valeur: Any) -> Any:
    if isinstance(valeur, bool):
        return not valeur
    return valeur + {int: 1, str: "x", bytes: b"x"}[type(valeur)]


def noeuds(arbre: ast.Module) -> list[ast.AST]:
    """Nodes worth changing: neither docstrings, annotations, decorators, wordings of a sentence nor codes of a list."""
    exclus: set[int] = set()
    for n in ast.walk(arbre):
        ecartes = [getattr(n, "annotation", None), getattr(n, "returns", None)]
        ecartes += getattr(n, "decorator_list", [])
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant):
            ecartes.append(n)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and _se_lit(n.value):
            ecartes.append(n)
        if isinstance(n, ast.ClassDef) and any(getattr(b, "id", "") == "StrEnum" for b in n.bases):
            ecartes += [x for x in n.body if isinstance(x, ast.Assign)]
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("TypeVar", "Texte"):
            ecartes.append(n)
        exclus |= {id(x) for e in ecartes if e is not None for x in ast.walk(e)}
    return [n for n in ast.walk(arbre) if id(n) not in exclus]


def _se_lit(texte: str) -> bool:
    """Words for the eye: a sentence, or a label that begins with a capital letter."""
    return " " in texte or (texte[:1].isupper() and not texte.isupper())


class Remplacer(ast.NodeTransformer):
    """Put one node in the place of another."""

    def __init__(self, vise: ast.AST, par: ast.AST) -> None:
        self.vise, self.par = vise, par

    def visit(self, node: ast.AST) -> Any:
        return self.par if node is self.vise else self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[str, int, ast.Module]]:
    """Where and what, which statement of the module holds it, then the whole mutated module."""
    for rang, noeud in enumerate(noeuds(ast.parse(source))):
        for autre in variantes(noeud):
            arbre = ast.parse(source)
            vise = noeuds(arbre)[rang]
            ou = next(i for i, x in enumerate(arbre.body) if vise in ast.walk(x))
            quoi = f"l. {getattr(noeud, 'lineno', 0)}: {_court(noeud)} → {_court(autre)}"
            mute = Remplacer(vise, autre).visit(arbre)
            yield quoi, ou, ast.fix_missing_locations(mute)


def _court(noeud: ast.AST) -> str:
    return " ".join(ast.unparse(noeud).split())[:70]


def greffer(vrai: types.ModuleType, arbre: ast.Module, ou: int) -> None:
    """Put the mutated statement in the place of the true one, everywhere the module is already known.

    Classes and functions of the module keep their identity: only their code, defaults and attributes change. Then the
    constants, which may be made by what changed, are computed again; those that differ take the place of the true ones.
    """
    espace = dict(vars(vrai))
    neuf = arbre.body[ou]
    if isinstance(neuf, ast.FunctionDef | ast.ClassDef):
        executer([neuf], espace, vrai)
        ancien, autre = vars(vrai)[neuf.name], espace[neuf.name]
        espace[neuf.name] = ancien
        _classe(ancien, autre) if isinstance(autre, type) else _fonction(ancien, autre)
    reste = [
        x
        for x in arbre.body[min(ou, len(arbre.body)) :]
        if isinstance(x, ast.Assign | ast.AnnAssign)
    ]
    if isinstance(neuf, ast.Import | ast.ImportFrom | ast.If):
        reste.insert(0, neuf)
    executer(reste, espace, vrai)
    for nom, valeur in espace.items():
        ancien = vars(vrai).get(nom)
        simple = isinstance(valeur, SIMPLES) or (
            dataclasses.is_dataclass(valeur) and not isinstance(valeur, type)
        )
        if simple and nom != "__builtins__" and valeur != ancien:
            _partout(nom, ancien, valeur)


SIMPLES = (
    tuple, list, frozenset, set, dict, int, str, bytes, re.Pattern, dt.date, dt.timedelta, logging.Logger,
)  # fmt: skip


def executer(instructions: list[ast.stmt], espace: dict[str, Any], vrai: types.ModuleType) -> None:
    futur = ast.parse("from __future__ import annotations").body
    module = ast.fix_missing_locations(ast.Module([*futur, *instructions], []))
    exec(compile(module, str(vrai.__file__), "exec"), espace)  # noqa: S102 - our own source


def _fonction(ancien: Any, neuf: Any) -> None:
    """The code of a function, under what decorates it."""
    if hasattr(ancien, "cache_clear"):
        ancien.cache_clear()
    ancien, neuf = inspect.unwrap(ancien), inspect.unwrap(neuf)
    ancien.__code__, ancien.__defaults__ = neuf.__code__, neuf.__defaults__
    ancien.__kwdefaults__ = neuf.__kwdefaults__


def _classe(ancien: Any, neuf: type) -> None:
    """Methods, properties, defaults and plain attributes. What a decorator wrote is left, but for the defaults."""
    for nom, membre in vars(neuf).items():
        vieux = vars(ancien).get(nom)
        if isinstance(membre, property) and isinstance(vieux, property):
            membre, vieux = membre.fget, vieux.fget  # noqa: PLW2901
        membre, vieux = (getattr(m, "__func__", m) for m in (membre, vieux))  # noqa: PLW2901
        ecrite = isinstance(membre, types.FunctionType) and isinstance(vieux, types.FunctionType)
        if ecrite and dataclasses.is_dataclass(neuf) and nom == "__init__":
            vieux.__defaults__, vieux.__kwdefaults__ = membre.__defaults__, membre.__kwdefaults__
        elif ecrite and membre.__code__.co_filename == vieux.__code__.co_filename != "<string>":
            with contextlib.suppress(ValueError):  # other free variables: `super()` of enum
                _fonction(vieux, membre)
        elif isinstance(membre, int | str | bytes | tuple | frozenset) and not nom.startswith("__"):
            with contextlib.suppress(AttributeError, TypeError):
                setattr(ancien, nom, membre)


def _partout(cle: str, ancien: Any, neuf: Any) -> None:
    """A value is known by its identity; a number or a word, which others share, by its name as well."""
    menu = isinstance(neuf, int | str | bytes)
    for nom, module in list(sys.modules.items()):
        if nom.startswith(("maillage", "tests")):
            for autre, valeur in list(vars(module).items()):
                if valeur is ancien and (not menu or autre == cle):
                    setattr(module, autre, neuf)
