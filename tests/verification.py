"""The gate before a commit (`start.py verify`): every check runs, a table tells which one failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

PYTHON = sys.executable
CHECKS = {
    "house (words, budgets, map, addresses, requirements)": [
        "pytest",
        "-q",
        "tests/maison",
        "--ignore=tests/maison/test_start.py",
    ],
    "types (mypy, strict on rules)": ["mypy"],
    "lint (ruff)": ["ruff", "check", "."],
    "format (ruff)": ["ruff", "format", "--check", "."],
    "directions (import-linter)": ["importlinter.cli", "--config", ".importlinter"],
    "migrations complete": ["django", "makemigrations", "--check", "--dry-run"],
}


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    code: int
    seconds: float
    output: str


def check(name: str) -> Outcome:
    """Run one check with everything it says kept aside."""
    start = time.monotonic()
    module, *arguments = CHECKS[name]
    if module == "importlinter.cli":  # this package has no __main__
        script = "import sys; from importlinter.cli import lint_imports_command as run; run(sys.argv[1:])"
        command = [PYTHON, "-c", script, "--no-logo", *arguments]
    else:
        command = [PYTHON, "-m", module, *arguments]
    found = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return Outcome(name, found.returncode, time.monotonic() - start, found.stdout + found.stderr)


def main() -> int:
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("CLES_DATABASE_URL", None)
    os.environ.pop("PUBLICATIONS_DATABASE_URL", None)
    with ThreadPoolExecutor(max_workers=2) as two_cores:
        outcomes = list(two_cores.map(check, CHECKS))
    for outcome in outcomes:
        if outcome.code:
            print(f"\n--- {outcome.name} ---\n{outcome.output.rstrip()}")
    print()
    for outcome in outcomes:
        print(f"{'FAILED' if outcome.code else 'ok':<7}{outcome.seconds:6.1f} s  {outcome.name}")
    return int(any(outcome.code for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
