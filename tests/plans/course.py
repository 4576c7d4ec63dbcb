"""Run in a process of its own, on databases on disk: eight persons write the same objective at once. Prints the end, as JSON."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from maillage.chiffrement import maitresse
from tests.factories.monde import creer_monde
from tests.plans.courses import courir


def main() -> None:
    for base in ("default", "cles"):
        call_command("migrate", database=base, verbosity=0)
    maitresse.creer(settings.CLE_MAITRESSE)
    print(json.dumps(courir(creer_monde())))


main()
