"""A real browser for the stories: Debian's Chromium driven by Playwright, closed to the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.accessibilite import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

# A route of Playwright would close the browser's cache: each page would fetch again every shared file.
NOWHERE_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL = ("127.0.0.1", "localhost")


def chromium() -> str | None:
    """Return the browser of this machine: variable CHROMIUM, else the usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium_ouvert() -> Iterator[Browser]:
    """One browser process per test process."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse the database calls of the same test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[NOWHERE_ELSE, *(["--no-sandbox"] if as_root else [])],
        )
        yield browser
        browser.close()


@pytest.fixture
def contexte(chromium_ouvert: Browser) -> Iterator[BrowserContext]:
    """A fresh profile (cookies, storage), in French, that reaches this machine only."""
    context = chromium_ouvert.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800}
    )
    outside: list[str] = []

    def note(request: Request) -> None:
        host = request.url.split("/")[2].rsplit(":", 1)[0]
        if request.url.startswith("http") and host not in LOCAL:
            outside.append(request.url)

    context.on("request", note)
    yield context
    context.close()
    assert not outside, f"La page a voulu sortir de la machine : {outside}"


@pytest.fixture
def onglet(contexte: BrowserContext) -> Iterator[Page]:
    """A tab whose script errors and refused contents fail the test."""
    page = contexte.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            errors.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    assert not errors, f"Erreurs de script : {errors}"


def axe_violations(page: Page) -> list[str]:
    """One line per broken rule, empty when the page as it stands is accessible."""
    return [
        f"{rule['id']} ({len(rule['nodes'])}) {rule['nodes'][0]['html'][:120]}"
        for rule in violations(page)
    ]
