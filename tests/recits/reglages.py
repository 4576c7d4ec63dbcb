"""Settings of the stories: the demonstration's own, with the collected files in the folder of the story."""

from __future__ import annotations

from maillage.config.settings.demo import *  # noqa: F403
from maillage.config.settings.demo import DONNEES, INSTALLED_APPS
from tests.recits.portes import TEMOIN

STATIC_ROOT = DONNEES / "statique"
if (DONNEES / TEMOIN).exists():
    INSTALLED_APPS = [*INSTALLED_APPS, "tests.recits.portes.Portes"]
