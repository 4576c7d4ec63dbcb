"""Accessibility of a page as it stands, by axe. Contrast, four fifths of its time, is judged once for each way of painting text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PEINTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LE_RESTE = """async () => (await axe.run(document, {
    resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})).violations"""
CONTRASTE = """async () => (await axe.run({include: window.maillageAJuger}, {
    resultTypes: ['violations'], runOnly: ['color-contrast']})).violations"""
_sans_faute: set[str] = set()  # ways of painting text already judged good in this process


def violations(page: Page) -> list[dict[str, Any]]:
    """The rules that the page breaks, as axe tells them. A contrast that is wrong is told each time it is seen."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    fautes: list[dict[str, Any]] = page.evaluate(LE_RESTE)
    peints = page.evaluate(PEINTS, list(_sans_faute))
    if not peints:
        return fautes
    mauvais = page.evaluate(CONTRASTE)
    if not mauvais:
        _sans_faute.update(peints)
    return [*fautes, *mauvais]
