"""Run in a process of its own, on databases on disk: eight persons write the same objective at once. Prints the end, as JSON."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings

from maillage.chiffrement import maitresse
from tests.factories.monde import creer_monde
from tests.plans.courses import courir
from tests.reserve import preparer_les_bases


def main() -> None:
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    print(json.dumps(courir(creer_monde())))


main()
