"""Jobs of the territory: files of zones, files of addresses."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from maillage.territoire import depots, imports


@task()
def lire_zones(depot_id: str) -> None:
    """Read a deposited file; its report is in the base."""
    depots.lire(UUID(depot_id))


@task()
def ecrire_zones(depot_id: str) -> None:
    """Store a deposited file as a map."""
    depots.ecrire(UUID(depot_id))


@task()
def charger_adresses(import_id: str) -> None:
    """Read a file of addresses; its progress and what was wrong are in the base."""
    imports.executer(UUID(import_id))
