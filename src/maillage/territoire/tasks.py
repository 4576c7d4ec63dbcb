"""Jobs of the territory."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from maillage.territoire import imports


@task()
def charger_adresses(import_id: str) -> None:
    """Read a file of addresses; its progress and what was wrong are in the base."""
    imports.executer(UUID(import_id))
