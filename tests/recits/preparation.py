"""Prepare the programme of a story, in its own process: `python -m tests.recits.preparation vide|repris`.

`vide`: bases, public data, personas, no child. `repris`: the same, then the demonstration's own import.
"""

from __future__ import annotations

import sys

import django
from django.core.management import call_command

ETAPES: dict[str, tuple[tuple[str, ...], ...]] = {
    "vide": (
        ("migrate",),
        ("migrate", "--database", "cles"),
        ("createcachetable",),
        ("collectstatic", "--no-input"),
    ),
    "repris": (("demo_preparer",),),
}


def main(etat: str) -> None:
    django.setup()
    for nom, *options in ETAPES[etat]:
        call_command(nom, *options, verbosity=0)
    if etat == "vide":
        from maillage.config.management.commands.demo_preparer import Command

        class SansReprise(Command):
            """The demonstration before anybody has taken a tracker over."""

            def _reprendre(self) -> None:
                return

        call_command(SansReprise())


if __name__ == "__main__":
    main(sys.argv[1])
