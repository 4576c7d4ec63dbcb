"""The worked example of the documentation is run as it is printed."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "regles" / "doublons.md"


def test_l_exemple_de_la_page_doublons_est_exact() -> None:
    bilan = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert bilan.attempted >= 4
    assert bilan.failed == 0
