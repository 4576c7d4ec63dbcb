"""Tables of each database: the base of data takes every application, a base apart takes its own and no other.

Named alone, an application spares the replay of all the others, whose tables do not go there anyway.
"""

from __future__ import annotations

from django.core.management import call_command

APART = {"cles": "chiffrement", "publications": "magasin"}


def creer(alias: str) -> None:
    """Bring the tables of a database up to date."""
    seule = [APART[alias]] if alias in APART else []
    call_command("migrate", *seule, database=alias, verbosity=0)
