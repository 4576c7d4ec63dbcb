"""What the benches of proofs share: two processes, each with its own world in its own database in memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PROCESSUS = 2


@contextmanager
def bases_d_essai() -> Iterator[None]:
    """Databases in memory, as the tests have them, and a world to come."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings.essais"
    os.environ["MAILLAGE_DATA"] = tempfile.mkdtemp(prefix="preuve-")
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment

    from maillage.chiffrement import maitresse
    from tests.factories.navigateurs import signer_les_temoins
    from tests.factories.preuve import monde_garde

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    maitresse.creer(settings.CLE_MAITRESSE)
    with signer_les_temoins(), monde_garde():
        yield


def charge() -> dict[str, float]:
    """Seconds of processor that the parts took, and how busy the machine is: without them a duration says little."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = round(usage.ru_utime + usage.ru_stime)
    return {"cpu_seconds": cpu, "load": round(os.getloadavg()[2], 1), "cores": os.cpu_count() or 1}


def ensemble(module: str, arguments: list[str]) -> list[dict[str, Any]]:
    """Run the parts of a bench side by side; each writes its result as a last line of JSON."""
    enfants = [
        subprocess.Popen(
            [sys.executable, "-m", module, "--part", str(n), *arguments],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(PROCESSUS)
    ]
    sorties = [enfant.communicate()[0] for enfant in enfants]
    if any(enfant.returncode for enfant in enfants):
        sys.exit("One part of the bench fell: see above.")
    return [json.loads(sortie.strip().splitlines()[-1]) for sortie in sorties]
