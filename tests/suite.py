"""The whole suite, as `start.py test` runs it: everything on SQLite, then again on PostgreSQL what touches a base.

The last line is always `N passed, N failed`; just above, what was not tried and why. Where `CI` is set, that is a failure.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgresql
from tests.navigateur import chromium

AUCUN_TEST = 5  # pytest's own code: nothing was collected
CAMPAGNES = "not campagne"  # minutes of proofs: `start.py test -m campagne`, and `bench matrice`, `bench secret`
# what is slow and the same on both bases runs once; what exists on PostgreSQL only runs there, slow or not
SECOND = f"(not lent or postgresql) and {CAMPAGNES}"
QUICK = f"not lent and not navigateur and not postgresql and {CAMPAGNES}"
OWN_DISTRIBUTION = (
    "-n",
    "--numprocesses",
    "--pdb",
    "--trace",
    "-pno:xdist",
    "--collect-only",
    "--co",
)


@dataclass(slots=True)
class Bilan:
    """What the passes gave, added up."""

    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    codes: list[int] = field(default_factory=list)
    durations: list[str] = field(default_factory=list)

    def add(self, code: int, report: dict[str, object] | None) -> None:
        self.codes.append(code)
        if report is None:  # pytest fell before its end
            self.failed += code not in (0, AUCUN_TEST)
            return
        self.passed += int(str(report["passed"]))
        self.failed += int(str(report["failed"])) + int(str(report["error"]))
        skipped = report["skipped"]
        self.skipped.update(skipped if isinstance(skipped, list) else [])

    @property
    def code(self) -> int:
        serious = [code for code in self.codes if code not in (0, AUCUN_TEST)]
        nothing_ran = all(code == AUCUN_TEST for code in self.codes)
        return serious[0] if serious else AUCUN_TEST if nothing_ran else 0


def run(title: str, variables: dict[str, str], arguments: list[str], bilan: Bilan) -> None:
    """Run one pass of pytest and add its counts."""
    print(f"\n=== {title} ===", flush=True)
    parallel = [] if any(a.startswith(OWN_DISTRIBUTION) for a in arguments) else ["-n", "2"]
    with tempfile.TemporaryDirectory(prefix="bilan-") as folder:
        report = Path(folder) / "bilan.json"
        env = {**os.environ, **variables, "MAILLAGE_BILAN": str(report)}
        command = [sys.executable, "-m", "pytest", "-q", *parallel, *arguments]
        start = time.monotonic()
        code = subprocess.run(command, env=env, check=False).returncode
        bilan.durations.append(f"{title} {time.monotonic() - start:.0f} s")
        bilan.add(code, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None)


def forget_real_bases() -> None:
    """The tests never touch a base that the environment would name."""
    for name in (
        "DATABASE_URL",
        "CLES_DATABASE_URL",
        "PUBLICATIONS_DATABASE_URL",
        "MAILLAGE_CLE",
        "MAILLAGE_DATA",
    ):
        os.environ.pop(name, None)


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    arguments = [a for a in arguments if a != "--quick"]
    bilan, missing = Bilan(), []
    forget_real_bases()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped too
    binaries = None if quick else postgresql.binaries()
    with ExitStack() as opened:
        if binaries:
            bases = opened.enter_context(postgresql.grappe(binaries))
            moules = opened.enter_context(postgresql.moules(bases))
        marks = ["-m", QUICK if quick else CAMPAGNES]
        run("SQLite", {"MAILLAGE_PASSE": "sqlite"}, [*marks, *arguments], bilan)
        if binaries:
            assert moules.wait() == 0, "les tables de PostgreSQL n'ont pas pu être faites"
            variables = {"MAILLAGE_PASSE": "postgresql", **bases}
            run("PostgreSQL", variables, ["-m", SECOND, *arguments], bilan)
    if quick:
        missing.append("--quick : ni PostgreSQL, ni navigateur, ni tests lents")
    else:
        missing += (
            []
            if binaries
            else ["PostgreSQL n'est pas installé : la base n'a été essayée que sur SQLite"]
        )
        missing += [] if chromium() else ["Chromium n'est pas installé : aucun récit de navigateur"]
    skipped = [f"{reason} ({count} test(s))" for reason, count in bilan.skipped.items()]
    for line in dict.fromkeys([*missing, *skipped]):
        print(f"Non essayé : {line}")
    print(f"Durée : {', '.join(bilan.durations)}")
    code = bilan.code or int(bool(missing and not quick and os.environ.get("CI")))
    print(f"{bilan.passed} passed, {bilan.failed} failed", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
