"""Settings of a process that writes real files, all in the folder named by `MAILLAGE_ESSAI`."""

import os
from pathlib import Path

from maillage.config import bases
from maillage.config.settings.essais import *  # noqa: F403
from maillage.config.settings.essais import DATABASES

DONNEES = Path(os.environ["MAILLAGE_ESSAI"])
CLE_MAITRESSE = DONNEES / "maitresse.cle"
TOMBES = DONNEES / "tombes.jsonl"
DEPOTS = DONNEES / "depots"
DATABASES = {**DATABASES, "publications": bases.sqlite(DONNEES / "publications.sqlite3")}
