"""Reading the tree as it is: files, syntax trees, words of a name."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from tests.maison.plan import PAQUET, RACINE, SOURCES, existing_rooms

LEXIQUE = RACINE / "docs" / "lexique.md"
GRAMMAR = frozenset(
    "a au aux d de des du en et l la le les ou par pour sa sans se ses son sur un une".split()  # noqa: SIM905
)
LEXIQUE_COLUMNS = ["terme", "nom dans le code", "définition", "fondement", "faux amis"]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(folder: Path = SOURCES) -> list[Path]:
    """The Python modules under a folder, less migrations (written by Django) and hidden folders."""
    found = (p for p in folder.rglob("*.py") if "migrations" not in p.parts)
    return sorted(
        p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )


def is_rules(path: Path) -> bool:
    return path.name == "rules.py" or "rules" in path.relative_to(RACINE).parts[:-1]


def tracked_files() -> list[Path]:
    """The files of the repository: those git knows, or every file that is not a product of use."""
    try:
        told = subprocess.run(
            ["git", "ls-files", "-z"], cwd=RACINE, capture_output=True, check=True, encoding="utf-8"
        )
        return [p for name in told.stdout.split("\0") if name and (p := RACINE / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        hidden = {".venv", ".git", "var", "__pycache__"}
        return [p for p in RACINE.rglob("*") if p.is_file() and not hidden & set(p.parts)]


def imported(path: Path) -> set[str]:
    """Full names of the modules that a module imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_known_by(room: str) -> set[str]:
    """The other rooms that a room imports, directly."""
    found: set[str] = set()
    for path in modules(SOURCES / room):
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == PAQUET and len(parts) > 1 and parts[1] in existing_rooms():
                found.add(parts[1])
    return found - {room}


def words(name: str) -> list[str]:
    """`VerdictMotif` and `verdict_motif` are both made of «verdict» and «motif»."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ", name)
    return [w for w in re.split(r"[\s\d]+", spaced.lower()) if w]


def lexique() -> list[dict[str, str]]:
    """The rows of docs/lexique.md; code names are given without back-quotes."""
    rows = []
    for line in LEXIQUE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or cells == LEXIQUE_COLUMNS or set(line) <= set("|-: "):
            continue
        rows.append(dict(zip(LEXIQUE_COLUMNS, cells, strict=True)))
    return rows


def code_names(row: dict[str, str]) -> list[str]:
    """One row may hold several names, each in back-quotes."""
    return re.findall(r"`([^`]+)`", row["nom dans le code"])
