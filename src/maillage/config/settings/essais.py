"""Tests: as strict as production, with nothing kept on disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from maillage.config.settings.base import *  # noqa: F403
from maillage.config.settings.base import TEMPLATES, bases

SECRET_KEY = "essais-" + "x" * 60
DONNEES = Path(tempfile.mkdtemp(prefix="maillage-essais-"))
CLE_MAITRESSE = DONNEES / "maitresse.cle"
TOMBES = DONNEES / "tombes.jsonl"
DEPOTS = DONNEES / "depots"
BAN = DONNEES / "ban"
STATIC_ROOT = DONNEES / "statique"
STATIC_ROOT.mkdir()
DATABASES = {
    "default": bases.lire("DATABASE_URL", DONNEES / "base.sqlite3"),
    "cles": bases.lire("CLES_DATABASE_URL", DONNEES / "cles.sqlite3"),
    "publications": bases.lire("PUBLICATIONS_DATABASE_URL", DONNEES / "publications.sqlite3"),
}
for _base in DATABASES.values():
    if "sqlite3" in _base["ENGINE"]:
        _base["TEST"] = {"NAME": None}  # in memory: the profile of durability has its own test
    _base["OPTIONS"].pop("pool", None)
if os.environ.get("CLES_DATABASE_URL"):
    DATABASES["cles"]["TEST"] = {"NAME": "test_maillage_cles"}
if os.environ.get("PUBLICATIONS_DATABASE_URL"):
    DATABASES["publications"]["TEST"] = {"NAME": "test_maillage_publications"}
if os.environ.get("MAILLAGE_MOULES"):  # tests/postgresql.py: tables stand in the databases named
    for _base in DATABASES.values():
        _base.setdefault("TEST", {})["TEMPLATE"] = _base["NAME"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
