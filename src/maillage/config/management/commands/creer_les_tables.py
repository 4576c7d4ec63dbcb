"""Bring the tables of every database up to date, in one process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.config import tables


class Command(BaseCommand):
    help = "Met à jour les tables de chaque base."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for alias in ("default", *tables.APART):
            tables.creer(alias)
