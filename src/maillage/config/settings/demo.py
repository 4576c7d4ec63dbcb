"""Demonstration on one's own machine: personas instead of passwords, invented people only."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from maillage.config.settings.base import *  # noqa: F403
from maillage.config.settings.base import DONNEES, RACINE, bases

if os.environ.get("MAILLAGE_DEMO") != "1":
    raise ImproperlyConfigured("Le mode démonstration ne se lance que par « start.py demo ».")

DEMO = True
DONNEES = DONNEES / "demo"
# A fixed key is fine here: the demonstration holds invented people and listens on this machine only.
SECRET_KEY = "demonstration-personnes-inventees-cle-publique-sans-valeur-de-secret"  # noqa: S105
DATABASES = {
    "default": bases.lire("DATABASE_URL", DONNEES / "maillage.sqlite3"),
    "cles": bases.lire("CLES_DATABASE_URL", DONNEES / "cles" / "cles.sqlite3"),
    "publications": bases.lire(
        "PUBLICATIONS_DATABASE_URL", DONNEES / "publications" / "publications.sqlite3"
    ),
}
CLE_MAITRESSE = DONNEES / "cles" / "maitresse.cle"
TOMBES = DONNEES / "cles" / "tombes.jsonl"
DEPOTS = DONNEES / "depots"
BAN = DONNEES / "ban"
STATIC_ROOT = RACINE / "var" / "demo" / "statique"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost, this machine only
