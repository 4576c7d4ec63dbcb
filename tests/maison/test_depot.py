"""What the repository may say: no address of a package registry, no path of a machine; locked requirements."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.maison.lecture import tracked_files
from tests.maison.plan import RACINE

# Written in two pieces, so that this file does not say them.
REGISTRIES = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in (
            ("pypi", ".org"),
            ("files.python", "hosted"),
            ("registry.npm", "js"),
            ("registry.yarn", "pkg"),
            ("npm", "js.com"),
            ("deb.debian", ".org"),
            ("proxy.golang", ".org"),
            ("--index", "-url"),
            ("--extra-index", "-url"),
            ("--find", "-links"),
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])(?:/(?:work|root|Users|home/\w+)/|[A-Z]:\\Users\\)")
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+]+)")


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    "pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"]
)
def test_le_depot_ne_nomme_ni_registre_ni_machine(pattern: re.Pattern[str]) -> None:
    found = {
        path.relative_to(RACINE).as_posix(): match.group()
        for path in tracked_files()
        if (match := pattern.search(text_of(path)))
    }
    assert found == {}


def pinned(kind: str) -> dict[str, str]:
    text = (RACINE / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    logical = text.replace("\\\n", " ").splitlines()
    found = {}
    for line in logical:
        if line.strip() and not line.lstrip().startswith("#"):
            match = PINNED.match(line)
            assert match, f"requirements/{kind}.txt: not pinned: {line[:60]}"
            assert "--hash=sha256:" in line, f"requirements/{kind}.txt: no hash: {match[1]}"
            found[normal(match[1])] = match[2]
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("kind", ["app", "test"])
def test_les_dependances_verrouillees_suivent_celles_qui_sont_demandees(kind: str) -> None:
    locked = pinned(kind)
    asked = (RACINE / "requirements" / f"{kind}.in").read_text(encoding="utf-8").splitlines()
    for line in filter(None, asked):
        if line.startswith("-r "):
            continue
        wanted = Requirement(line)
        assert normal(wanted.name) in locked, f"{wanted.name} is asked but not locked"
        assert wanted.specifier.contains(locked[normal(wanted.name)]), (
            f"{wanted} is locked elsewhere"
        )


def test_les_essais_tournent_avec_les_versions_du_service() -> None:
    app, test = pinned("app"), pinned("test")
    assert {name: version for name, version in app.items() if test.get(name) != version} == {}


def test_ni_verrou_a_adresses_ni_donnees_ne_sont_suivis() -> None:
    names = {path.name for path in tracked_files()}
    assert names & {"uv.lock", "pylock.toml", "poetry.lock", "maitresse.cle"} == set()
    assert [p for p in tracked_files() if p.suffix in {".sqlite3", ".db", ".cle"}] == []


def test_chaque_lien_d_un_document_mene_a_un_fichier() -> None:
    documents = [path for path in tracked_files() if path.suffix == ".md"]
    lost = []
    for path in documents:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(path)):
            if "://" not in target and not (path.parent / target).exists():
                lost.append(f"{path.relative_to(RACINE).as_posix()} → {target}")
    assert lost == []


def test_le_mode_d_emploi_donne_les_deux_commandes() -> None:
    readme = (RACINE / "README.md").read_text(encoding="utf-8")
    assert "\npython3 start.py demo " in readme
    assert "\npython3 start.py test " in readme
    assert len(readme.splitlines()) <= 150
    assert "python3 start.py test" in (RACINE / ".ci" / "run").read_text(encoding="utf-8")
