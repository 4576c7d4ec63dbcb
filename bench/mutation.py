"""Mutation of what the secret rests on: policy, projection, sealing, chain of the journal, facts of dossiers.

A mutant changes one thing in one module: a comparison, an operator, a condition, a constant, a returned value, an element of
a set, a relation. The unit tests of the module are loaded once; each mutant is a fork of that process, its code put in the
place of the true one, where tests run until one fails. A mutant that none notices survives.
The known tools start a new Python and import everything for each mutant; none is needed here, so none is installed.
`python -m bench.mutation [--module NOM]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import dataclasses
import enum
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parents[1]
OBJECTIF, PATIENCE = (
    0.95,
    90,
)  # share of mutants killed; seconds after which one that hangs is killed too
POLITIQUE = ("tests/partage/test_table.py", "tests/partage/test_lois.py")
CIBLES: dict[str, tuple[str, ...]] = {
    "maillage.partage.rules.decision": POLITIQUE,
    "maillage.partage.rules.table": POLITIQUE,
    "maillage.partage.rules.actes": POLITIQUE,
    "maillage.partage.rules.projection": POLITIQUE,
    "maillage.chiffrement.enveloppe": ("tests/chiffrement/test_enveloppe.py",),
    "maillage.tracabilite.rules": ("tests/tracabilite/test_chaine.py",),
    "maillage.dossiers.rules": (*POLITIQUE, "tests/dossiers"),
}
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
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and " " in n.value:
            ecartes.append(n)
        if isinstance(n, ast.ClassDef) and any(getattr(b, "id", "") == "StrEnum" for b in n.bases):
            ecartes += [x for x in n.body if isinstance(x, ast.Assign)]
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("TypeVar", "Texte"):
            ecartes.append(n)
        exclus |= {id(x) for e in ecartes if e is not None for x in ast.walk(e)}
    return [n for n in ast.walk(arbre) if id(n) not in exclus]


class Remplacer(ast.NodeTransformer):
    """Put one node in the place of another."""

    def __init__(self, vise: ast.AST, par: ast.AST) -> None:
        self.vise, self.par = vise, par

    def visit(self, node: ast.AST) -> Any:
        return self.par if node is self.vise else self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Where and what, then the whole mutated module."""
    for rang, noeud in enumerate(noeuds(ast.parse(source))):
        for autre in variantes(noeud):
            arbre = ast.parse(source)
            quoi = f"l. {getattr(noeud, 'lineno', 0)}: {_court(noeud)} → {_court(autre)}"
            mute = Remplacer(noeuds(arbre)[rang], autre).visit(arbre)
            yield quoi, ast.fix_missing_locations(mute)


def _court(noeud: ast.AST) -> str:
    return " ".join(ast.unparse(noeud).split())[:70]


def greffer(vrai: types.ModuleType, arbre: ast.Module) -> None:
    """Put the mutated module in the place of the true one, everywhere it is already known."""
    faux = types.ModuleType(vrai.__name__)
    sys.modules["faux"] = faux
    faux.__dict__["__name__"] = "faux"
    exec(compile(arbre, str(vrai.__file__), "exec"), faux.__dict__)  # noqa: S102 - our own source
    for nom, neuf in vars(faux).items():
        ancien = getattr(vrai, nom, None)
        if isinstance(neuf, types.FunctionType) and neuf.__module__ == "faux":
            ancien.__code__, ancien.__defaults__ = neuf.__code__, neuf.__defaults__
        elif isinstance(neuf, type) and neuf.__module__ == "faux":
            _methodes(ancien, neuf)
        elif isinstance(neuf, tuple | frozenset | dict | int | str | bytes) and neuf != ancien:
            _partout(ancien, neuf)


def _methodes(ancien: Any, neuf: type) -> None:
    for nom, membre in vars(neuf).items():
        vieux = vars(ancien).get(nom)
        if isinstance(membre, property) and isinstance(vieux, property):
            membre, vieux = membre.fget, vieux.fget  # noqa: PLW2901
        generee = dataclasses.is_dataclass(neuf) and nom.startswith("__")
        if (
            isinstance(membre, types.FunctionType)
            and not generee
            and not issubclass(neuf, enum.Enum)
        ):
            vieux.__code__ = membre.__code__
        elif isinstance(membre, types.FunctionType) and membre.__module__ == "faux" and vieux:
            with contextlib.suppress(AttributeError, ValueError):
                vieux.__code__ = membre.__code__


def _partout(ancien: Any, neuf: Any) -> None:
    for nom, module in list(sys.modules.items()):
        if nom.startswith(("maillage", "tests")):
            for cle, valeur in list(vars(module).items()):
                if valeur is ancien:
                    setattr(module, cle, neuf)


class Banc:
    """A plugin of pytest: instead of running the tests once, run them on every mutant."""

    def __init__(self, nom: str) -> None:
        self.nom, self.total, self.survivants = nom, 0, []  # type: ignore[var-annotated]

    def pytest_runtestloop(self, session: Any) -> bool:
        items = sorted(session.items, key=lambda i: hasattr(i.obj, "hypothesis"))
        if not self._passent(items, finir=False):
            raise SystemExit(f"{self.nom}: the tests fail without any mutant")
        vrai = importlib.import_module(self.nom)
        source = Path(str(vrai.__file__)).read_text(encoding="utf-8")
        for quoi, arbre in mutants(source):
            self.total += 1
            if self._survit(vrai, arbre, items):
                self.survivants.append(quoi)
        return True

    def _survit(self, vrai: types.ModuleType, arbre: ast.Module, items: list[Any]) -> bool:
        enfant = os.fork()
        if enfant == 0:
            code = 1
            with contextlib.suppress(BaseException):
                signal.alarm(PATIENCE)
                greffer(vrai, arbre)
                code = 0 if self._passent(items, finir=False) else 1
            os._exit(code)
        return os.waitpid(enfant, 0)[1] == 0

    def _passent(self, items: list[Any], *, finir: bool) -> bool:
        from _pytest.runner import runtestprotocol

        for n, item in enumerate(items):
            suivant = items[(n + 1) % len(items)] if n + 1 < len(items) or not finir else None
            if any(r.failed for r in runtestprotocol(item, log=False, nextitem=suivant)):
                return False
        return True


def un_module(nom: str) -> dict[str, Any]:
    """Mutate one module; return the counts."""
    import pytest

    banc = Banc(nom)
    silence = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*silence, *CIBLES[nom]], plugins=[banc])
    return {"module": nom, "mutants": banc.total, "survivants": banc.survivants}


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--module", choices=CIBLES)
    module = options.parse_args().module
    if module:
        print(json.dumps(un_module(module), ensure_ascii=False))
        return 0
    debut, lus = time.monotonic(), []
    for nom in CIBLES:
        commande = [sys.executable, "-m", "bench.mutation", "--module", nom]
        sortie = subprocess.run(commande, check=True, capture_output=True, text=True, cwd=RACINE)
        lus.append(json.loads(sortie.stdout.strip().splitlines()[-1]))
        print(
            f"{nom}: {lus[-1]['mutants']} mutants, {len(lus[-1]['survivants'])} alive", flush=True
        )
        for survivant in lus[-1]["survivants"]:
            print(f"  {survivant}", flush=True)
    total = sum(m["mutants"] for m in lus)
    score = 1 - sum(len(m["survivants"]) for m in lus) / total
    print(
        json.dumps(
            {
                "bench": "mutation",
                "ratio": round(score, 4),
                "mutants": total,
                "seconds": round(time.monotonic() - debut),
                "goal": OBJECTIF,
                "ok": score >= OBJECTIF,
            }
        )
    )
    return 0 if score >= OBJECTIF else 1


if __name__ == "__main__":
    sys.exit(principal())
