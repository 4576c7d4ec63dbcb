"""A reader who bears the name of the family: folded words are compared, first names and particles are not."""

from __future__ import annotations

import pytest

from maillage.enfants.rules.homonymes import homonyme


@pytest.mark.parametrize(
    ("lecteur", "famille", "proche"),
    [
        ("Amina Haddad", ["Haddad"], True),
        ("Amina HADDAD-Benali", ["BENALI"], True),
        ("Zoé Lévêque", ["Leveque", "Dos Santos"], True),
        ("Selvam", ["Selvam"], True),
        ("Martin Petit", ["Martin"], False),  # her first name
        ("Amina El Ba", ["El Ba"], False),  # too short to say anything
        ("Amina Haddad", ["Benali", ""], False),
        ("", ["Haddad"], False),
    ],
)
def test_le_nom_se_compare_mot_a_mot(lecteur: str, famille: list[str], *, proche: bool) -> None:
    assert homonyme(lecteur, famille) is proche
