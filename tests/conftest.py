"""One environment for every test, stricter than production.

Warnings are errors, order is random, network is closed (browser stories reach this machine only), an undefined
variable in a template fails, the machine's clock zone is that of the users. Where `CI` is set, a skip is a failure.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.factories.navigateurs import temoins_signes  # noqa: F401 - fixture of every test
from tests.navigateur import LOCAL, chromium, chromium_ouvert, contexte, onglet  # noqa: F401 - fixtures

# the machine of the tests is shared: a slow example is not a false one
hypothesis.settings.register_profile("maison", deadline=None)
hypothesis.settings.load_profile("maison")
os.environ["TZ"] = "Europe/Paris"
if hasattr(time, "tzset"):
    time.tzset()
os.environ["FAIL_INVALID_TEMPLATE_VARS"] = "true"  # read by pytest-django

PASSE = os.environ.get("MAILLAGE_PASSE", "")  # set by tests/suite.py: «sqlite» or «postgresql»
BASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    # Rooms share file names (`test_rules.py` in each): modules are known by their path.
    config.option.importmode = "importlib"


def touches_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & BASE_FIXTURES)


def belongs_to_the_pass(item: pytest.Item) -> bool:
    """The first pass runs everything on SQLite; the second runs again on PostgreSQL what touches a base."""
    browser = item.get_closest_marker("navigateur") is not None
    only_postgresql = item.get_closest_marker("postgresql") is not None
    if PASSE == "postgresql":
        return only_postgresql or (touches_the_database(item) and not browser)
    return PASSE != "sqlite" or not only_postgresql


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("navigateur"):
            item.add_marker(pytest.mark.allow_hosts([*LOCAL, "::1"]))
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="Chromium n'est pas installé"))
        if item.get_closest_marker("postgresql") and not PASSE:
            item.add_marker(pytest.mark.skip(reason="PostgreSQL : lancer « start.py test »"))
    kept = [item for item in items if belongs_to_the_pass(item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    items.sort(key=order)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Databases are poured from a mould when there is one."""
    from tests.reserve import moules

    with moules():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The databases, and the world of the reserve undone before they go."""
    from tests.factories.monde import RESERVE

    RESERVE.debloquer = django_db_blocker.unblock
    yield
    with django_db_blocker.unblock():
        RESERVE.fermer()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The world is there for the tests that ask for it, and for no other."""
    from tests.factories.monde import RESERVE

    if RESERVE.debloquer is None or not touches_the_database(item):
        return
    with RESERVE.debloquer():
        if in_the_world(item):
            RESERVE.ouvrir()
        else:
            RESERVE.fermer()


def stands_alone(item: pytest.Item) -> bool:
    """Tests with real transactions, or a browser: nothing may stand open around them.

    Playwright keeps a loop in its thread, where Django opens other connections than before it.
    """
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    real = (mark and mark.kwargs.get("transaction")) or fixtures & BASE_FIXTURES - {"db"}
    return bool(real or item.get_closest_marker("navigateur"))


def in_the_world(item: pytest.Item) -> bool:
    return "monde" in getattr(item, "fixturenames", ()) and not stands_alone(item)


def order(item: pytest.Item) -> int:
    """Tests of one world follow each other; those that stand alone stay last, stories before: a long one ends nothing."""
    if in_the_world(item):
        return 0
    return 1 + stands_alone(item) * (2 - ("recits" in item.path.parts))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the counts to the suite; refuse skips where the machine is meant to have everything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if hasattr(session.config, "workerinput") or reporter is None:
        return
    reasons = [
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in reporter.stats.get("skipped", [])
    ]
    counts = {name: len(reporter.stats.get(name, [])) for name in ("passed", "failed", "error")}
    if os.environ.get("MAILLAGE_BILAN"):
        report = {**counts, "skipped": reasons}
        Path(os.environ["MAILLAGE_BILAN"]).write_text(json.dumps(report), encoding="utf-8")
    if reasons and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"CI : {len(reasons)} test(s) sauté(s), c'est un échec.", red=True)
